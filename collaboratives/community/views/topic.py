"""One topic with its replies."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboratives.community import queries, rules, services
from collaboratives.community.forms import ReplyForm, hat_words
from collaboratives.community.models import Topic
from collaboratives.faces import face
from collaboratives.http import CollaborativeRequest, url_in

A_PAGE = 25


@require_http_methods(["GET", "POST"])
def topic(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show a topic and take a reply."""
    found = get_object_or_404(queries.for_page(queries.topics_visible_to(request.member)), pk=pk)
    if request.method == "GET":
        return page(request, found, _form(request, found))
    form = _form(request, found, sent=True)
    if not (form.is_valid() and _replied(request, found, form)):
        return page(request, found, form)
    messages.success(request, _("Your reply is posted."))
    if request.htmx:
        return page(request, found, _form(request, found), last=True)
    return redirect(_last_page(request, found))


def _form(request: CollaborativeRequest, found: Topic, *, sent: bool = False) -> ReplyForm:
    return ReplyForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        member=request.member,
        hats=rules.hats_for_reply(request.member, found),
    )


def _replied(request: CollaborativeRequest, found: Topic, form: ReplyForm) -> bool:
    try:
        services.reply(
            topic=found,
            author=request.member,
            hat=form.chosen_hat,
            body=form.cleaned_data["body"],
            language=form.cleaned_data["language"],
            token=form.cleaned_data["token"],
            photo=form.cleaned_data["photo"],
            alt=form.cleaned_data["alt"],
        )
    except ValidationError as error:
        form.refuse(error)
        return False
    return True


def page(
    request: CollaborativeRequest, found: Topic, form: ReplyForm, *, last: bool = False
) -> HttpResponse:
    """Render the topic, the conversation alone for htmx; ``last`` shows the newest replies."""
    replies = Paginator(queries.posts_in(found), A_PAGE)
    shown = replies.get_page(replies.num_pages if last else request.GET.get("page"))
    template = "community/topic.html" + ("#conversation" if request.htmx else "")
    member = request.member
    return render(
        request,
        template,
        {
            "topic": found,
            "person": face(found.author, detail=hat_words(found.hat)),
            "page": shown,
            "entries": [(post, face(post.author, detail=hat_words(post.hat))) for post in shown],
            "form": form,
            "may_pin": rules.may_pin(member),
            "may_remove": rules.may_remove_topic(member, found),
            "removable": {post.pk for post in shown if rules.may_remove_post(member, post)},
            "is_coach": member.is_faculty or member.is_implementation,
            "may_remove_photos": member.is_implementation or member.leads(found.team_id),
            "member": member,
        },
    )


def _last_page(request: CollaborativeRequest, found: Topic) -> str:
    pages = Paginator(queries.posts_in(found), A_PAGE).num_pages
    url = url_in(request.collaborative, "community:topic", pk=found.pk)
    return f"{url}?page={pages}#reply" if pages > 1 else f"{url}#reply"


@require_POST
def pin(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Keep a topic at the top, or let it go."""
    found = get_object_or_404(queries.topics_visible_to(request.member), pk=pk)
    if not rules.may_pin(request.member):
        raise PermissionDenied
    pinned = request.POST.get("pinned") != "no"
    services.set_pinned(topic=found, pinned=pinned, by=request.member)
    messages.success(
        request, _("It stays at the top.") if pinned else _("It takes its place among the others.")
    )
    return redirect(url_in(request.collaborative, "community:topic", pk=pk))


@require_POST
def remove(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take one's own topic back."""
    found = get_object_or_404(queries.topics_visible_to(request.member), pk=pk)
    if not rules.may_remove_topic(request.member, found):
        raise PermissionDenied
    services.remove_topic(topic=found, by=request.member)
    messages.success(request, _("Your topic is taken back."))
    return redirect(url_in(request.collaborative, "community:list"))


@require_POST
def remove_post(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take one's own reply back."""
    post = get_object_or_404(queries.posts_visible_to(request.member), pk=pk)
    if not rules.may_remove_post(request.member, post):
        raise PermissionDenied
    services.remove_post(post=post, by=request.member)
    messages.success(request, _("Your reply is taken back."))
    return redirect(url_in(request.collaborative, "community:topic", pk=post.topic_id))
