"""The style guide: every component in every state, for whoever builds or checks pages."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bsc.ui import samples
from bsc.ui.icons import NAMES


@dataclass(frozen=True)
class Place:
    """One entry of the navigation, as base.html reads it."""

    label: str
    url: str
    icon: str
    current: bool = False
    in_tabs: bool = True


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show it where DEBUG or BSC_STYLEGUIDE is on; elsewhere the page does not exist."""
    if not (settings.DEBUG or getattr(settings, "BSC_STYLEGUIDE", False)):
        raise Http404
    context = {
        "navigation": _places(),
        "project_name": _("Style guide"),
        "account_url": "#account",
        "account_name": "Maria Alvarez",
        "help_url": "#help",
        "draft_language_notice": _(
            "A computer translated this page. A person has not checked it yet."
        ),
        "empty_form": samples.SampleForm(),
        "wrong_form": samples.wrong_form(),
        "autosave_form": samples.SampleForm(prefix="auto"),
        "people": samples.people(),
        "posted": datetime(2026, 9, 14, 16, 5, tzinfo=UTC),
        "first_page": samples.page_of_many(1),
        "middle_page": samples.page_of_many(6),
        "icons": sorted(NAMES),
    }
    return render(request, "styleguide/page.html", context)


def _places() -> list[Place]:
    return [
        Place(_("Home"), "#home", "home", current=True),
        Place(_("Try"), "#try", "lightbulb_outline"),
        Place(_("Count"), "#count", "assessment"),
        Place(_("Talk"), "#talk", "forum"),
        Place(_("Calendar"), "#calendar", "event", in_tabs=False),
        Place(_("Workplan"), "#workplan", "list", in_tabs=False),
        Place(_("Library"), "#library", "local_library", in_tabs=False),
    ]
