"""One person's page: roles, and what whoever may can change about them."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bsc.accounts import cards, second_factor
from bsc.accounts.http import send_photo, sent
from bsc.accounts.models import PersonalCard
from bsc.accounts.qr import qr_svg
from bsc.accounts.services import reset_second_factor
from bsc.accounts.sessions import sign_out_everywhere
from bsc.mail.links import absolute
from collaboratives.faces import face
from collaboratives.forms import AddRoleForm
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.models import MembershipRole
from collaboratives.queries import people_visible_to, teams
from collaboratives.rules import (
    may_add_role_to,
    may_end_role,
    may_issue_card_for,
    may_manage,
    may_reset_second_factor_of,
    may_see_contact_of,
)
from collaboratives.services import add_role, end_role, say_about_photos

JUST_ISSUED = "card_to_print"
TIME_TO_PRINT = timedelta(minutes=15)


@require_GET
def person(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show somebody with the roles they hold and held."""
    member = get_object_or_404(people_visible_to(request.member), pk=pk)
    past = MembershipRole.objects.filter(membership=member).select_related("team")
    held = {hat.pk for hat in member.hats}
    context = {
        "person": member,
        "face": face(member),
        "hats": [{"row": hat, "may_end": may_end_role(request.member, hat)} for hat in member.hats],
        "past": [row for row in past.order_by("-ends_on", "pk") if row.pk not in held],
        "shows_contact": may_see_contact_of(request.member, member),
        "may_add_role": may_add_role_to(request.member, member),
        "may_issue_card": cards.may_have_card(member.user)
        and may_issue_card_for(request.member, member),
        "may_reset": may_reset_second_factor_of(request.member, member)
        and second_factor.has(member.user),
        "is_me": member.pk == request.member.pk,
        "sees_photo_choice": member.pk == request.member.pk or may_manage(request.member, member),
    }
    return render(request, "collaboratives/person.html", context)


@require_GET
def person_photo(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Send somebody's photo to those who may see them."""
    member = get_object_or_404(people_visible_to(request.member), pk=pk)
    if not member.user.photo:
        raise Http404
    return send_photo(member.user)


@require_POST
def photo_choice(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Say yes or no to photos of oneself; nobody says it for somebody else."""
    member = get_object_or_404(people_visible_to(request.member), pk=pk)
    if member.pk != request.member.pk:
        raise PermissionDenied
    say_about_photos(membership=request.member, welcome=request.POST.get("welcome") == "yes")
    messages.success(request, _("Saved."))
    return redirect(url_in(request.collaborative, "collaboratives:person", pk=pk))


@require_http_methods(["GET", "POST"])
def role_add(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Give somebody one more role."""
    member = get_object_or_404(people_visible_to(request.member), pk=pk)
    if not may_add_role_to(request.member, member):
        raise PermissionDenied
    form = AddRoleForm(sent(request), member=request.member, teams=teams())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            add_role(
                membership=member,
                role=given["role"],
                team=form.chosen_team,
                by=request.member,
                is_data_contact=given["is_data_contact"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The role is added."))
            return redirect(url_in(request.collaborative, "collaboratives:person", pk=pk))
    return render(request, "collaboratives/role_add.html", {"form": form, "person": member})


@require_http_methods(["GET", "POST"])
def role_end(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Ask, then end a role; ``pk`` is the role row's."""
    row = get_object_or_404(
        MembershipRole.objects.filter(
            membership__in=people_visible_to(request.member)
        ).select_related("membership__user", "team", "collaborative"),
        pk=pk,
    )
    if not may_end_role(request.member, row):
        raise PermissionDenied
    if request.method == "POST":
        try:
            end_role(row=row, by=request.member)
        except ValidationError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The role has ended."))
        return redirect(_where_to(request, row.membership_id))
    return render(request, "collaboratives/role_end.html", {"row": row})


def _where_to(request: CollaborativeRequest, number: int) -> str:
    """Return the person's page, or the list when they hold no role any more."""
    if people_visible_to(request.member).filter(pk=number).exists():
        return url_in(request.collaborative, "collaboratives:person", pk=number)
    return url_in(request.collaborative, "collaboratives:people")


@never_cache
@require_http_methods(["GET", "POST"])
def person_card(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Make a new card for somebody; only whoever made it sees it, for a quarter of an hour."""
    member = get_object_or_404(people_visible_to(request.member), pk=pk)
    if not may_issue_card_for(request.member, member) or not cards.may_have_card(member.user):
        raise PermissionDenied
    if request.method == "POST":
        card = cards.issue_card(user=member.user, by=request.user)
        # The old card may be in other hands, and a phone may be signed in with it.
        sign_out_everywhere(user=member.user, by=request.user)
        request.session[JUST_ISSUED] = card.pk
        return redirect(url_in(request.collaborative, "collaboratives:person_card", pk=pk))
    standing = cards.live_card(member.user)
    context: dict[str, Any] = {"person": member.user, "member": member}
    if standing and _just_issued(request, standing):
        code = cards.clear_code(standing)
        link = absolute(reverse("card", kwargs={"code": code}))
        qr = qr_svg(link, title=_("Link to sign in with this card"))
        context |= {"code": code, "link": link, "qr": qr}
    return render(request, "collaboratives/person_card.html", context)


@require_http_methods(["GET", "POST"])
def second_factor_reset(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Ask, then take a lost second factor off somebody's account."""
    member = get_object_or_404(people_visible_to(request.member), pk=pk)
    if not may_reset_second_factor_of(request.member, member):
        raise PermissionDenied
    if request.method == "POST":
        reset_second_factor(user=member.user, by=request.user)
        messages.success(request, _("They can sign in without it now. We told them by e-mail."))
        return redirect(url_in(request.collaborative, "collaboratives:person", pk=pk))
    return render(request, "collaboratives/second_factor_reset.html", {"person": member})


def _just_issued(request: CollaborativeRequest, card: PersonalCard) -> bool:
    """Whether this browser made the card and is still about to print it."""
    return card.pk == request.session.get(JUST_ISSUED) and timezone.now() < (
        card.issued_at + TIME_TO_PRINT
    )
