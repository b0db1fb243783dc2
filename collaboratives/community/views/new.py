"""Starting a topic."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.community import rules, services
from collaboratives.community.forms import TopicForm
from collaboratives.community.models import Topic
from collaboratives.http import CollaborativeRequest, url_in


@require_http_methods(["GET", "POST"])
def new(request: CollaborativeRequest) -> HttpResponse:
    """Start a topic for everyone or for one's own team."""
    if not rules.may_write(request.member):
        raise PermissionDenied
    form = TopicForm(
        request.POST or None,
        request.FILES or None,
        member=request.member,
        hats=rules.hats_for_topic(request.member),
        teams=request.member.teams,
    )
    topic = _started(request, form) if request.method == "POST" and form.is_valid() else None
    if topic is None:
        return render(
            request,
            "community/new.html",
            {"form": form, "plain": request.member.is_family_only},
        )
    messages.success(request, _("Your topic is posted."))
    return redirect(url_in(request.collaborative, "community:topic", pk=topic.pk))


def _started(request: CollaborativeRequest, form: TopicForm) -> Topic | None:
    try:
        return services.start_topic(
            author=request.member,
            hat=form.chosen_hat,
            title=form.cleaned_data["title"],
            body=form.cleaned_data["body"],
            language=form.cleaned_data["language"],
            token=form.cleaned_data["token"],
            team=form.chosen_team,
            driver=form.cleaned_data.get("driver"),
            photo=form.cleaned_data["photo"],
            alt=form.cleaned_data["alt"],
        )
    except ValidationError as error:
        form.refuse(error)
        return None
