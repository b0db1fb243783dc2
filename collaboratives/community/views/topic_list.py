"""The list of topics."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from collaboratives.community import queries, rules
from collaboratives.community.forms import SearchForm
from collaboratives.http import CollaborativeRequest
from collaboratives.models import Membership

A_PAGE = 25


@require_GET
def topics(request: CollaborativeRequest) -> HttpResponse:
    """List what one may read, the pinned first, then what moved last."""
    member = request.member
    if not rules.may_write(member):
        raise PermissionDenied
    form = SearchForm(request.GET)
    narrowed = form.cleaned_data if form.is_valid() else {}
    tabs = tabs_for(member)
    wanted = narrowed.get("show", "")
    show = wanted if wanted in dict(tabs) else ""
    words = narrowed.get("words", "")
    found = queries.shown(queries.topics_visible_to(member), show, member)
    found = queries.for_list(queries.with_words(found, words))
    context: dict[str, Any] = {
        "form": form,
        "tabs": tabs,
        "show": show,
        "words": words,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "plain": member.is_family_only,
    }
    return render(request, "community/list.html", context)


def tabs_for(member: Membership) -> list[tuple[str, str]]:
    """Return the views of the list that say something to this reader."""
    tabs = [("", _("All")), ("everyone", _("Everyone"))]
    if member.team_ids:
        tabs.append(("team", _("My team")))
    if member.is_faculty or member.is_implementation:
        tabs.append(("teams", _("Teams")))
    return tabs
