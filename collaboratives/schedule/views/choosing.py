"""What the pages for "this and all following" have in common: from which date on."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms.following import FromForm
from collaboratives.schedule.models import Event, Series
from collaboratives.schedule.rules import may_edit_all
from collaboratives.schedule.series.reading import (
    Words,
    basis_of,
    dates_of,
    following,
    last_edit,
    series_visible_to,
    words_in_force,
)


@dataclass(frozen=True)
class Chosen:
    """A series, all its dates, and those from the chosen one on."""

    series: Series
    dates: list[Event]
    events: list[Event]
    form: FromForm

    @property
    def basis(self) -> str:
        """Return what the page was made from, to notice a second editor."""
        return basis_of(self.series, self.dates)

    def words(self) -> list[Words]:
        """Return the words of the series in order of time."""
        return words_in_force(self.series, self.dates, self.series.collaborative.zone)


def chosen(request: CollaborativeRequest, pk: int) -> Chosen:
    """Return what ``?start=<event>`` chooses of the dates that lie ahead, without it all of them.

    404 for a series that the reader does not see, 403 for dates that they may not change.
    """
    series = get_object_or_404(
        series_visible_to(request.member).select_related("collaborative"), pk=pk
    )
    dates = dates_of(series, request.member)
    ahead = following(dates)
    start = request.GET.get("start", "")
    first = next((event for event in ahead if str(event.pk) == start), None)
    events = following(ahead, first)
    if not may_edit_all(request.member, events or dates):
        raise PermissionDenied
    form = FromForm(
        initial={"start": str(events[0].pk) if events else ""},
        choices=[(str(one.pk), _from(one, len(ahead) - n)) for n, one in enumerate(ahead)],
    )
    return Chosen(series, dates, events, form)


def _from(event: Event, count: int) -> str:
    said = ngettext("%(day)s (%(count)s date)", "%(day)s (%(count)s dates)", count)
    return said % {"day": date_format(event.starts_at, "DATE_FORMAT"), "count": count}


def changed_meanwhile(found: Chosen, basis: str) -> str:
    """Return who changed what since the page was opened, or ""."""
    if basis == found.basis:
        return ""
    last = last_edit(found.series, found.dates)
    if last is None or last.by is None:
        return _("One of its dates is another one now.")
    return _("%(name)s: %(what)s") % {"name": last.by.name, "what": last.summary}


def nothing_ahead(request: CollaborativeRequest, found: Chosen) -> HttpResponse:
    """Go back to the series, all of whose dates are over or cancelled."""
    return redirect(series_url(request, found.series))


def series_url(request: CollaborativeRequest, series: Series) -> str:
    """Return the address of the page of a series."""
    return url_in(request.collaborative, "schedule:series", pk=series.pk)
