"""The two counters on a phone, for a member of the team and for whoever holds a room's card.

Both see the same pages; ``Place`` says where they are. What is tapped without a script is sent as
a form; ``static/js/counting.js`` keeps taps on the phone until this server has them.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.accounts.http import sent
from centers.models import Classroom, CoreTeam
from collaboratives.translations import Text, in_language
from metrics import periods
from metrics.charts import period_label
from metrics.counters import Counter, counters_of
from metrics.enums import Grain, Tally
from metrics.forms.counting import GridSizeForm, WatchForm
from metrics.services.taps import Received, receive_taps
from metrics.tap_batches import GridSaid, TapSaid, WatchSaid
from metrics.taps import Grid, grid_of, is_typed, watched_of
from metrics.views.counting_words import families_words, watch_words, watched_text

OWNER_HEADER = "X-Counting-Owner"
LENGTH_OF_A_WATCH = 2 * 3600


@dataclass(frozen=True)
class Place:
    """Where somebody counts: the room, whose counts they are on the phone, and the addresses.

    ``keeps`` says that the phone may keep the pages for when there is no connection.
    """

    team: CoreTeam
    room: Classroom
    owner: str
    home: str
    families: str
    behaviours: str
    taps: str
    by_card: bool
    keeps: bool

    @property
    def today(self) -> dt.date:
        """The day where the collaborative is."""
        return self.team.collaborative.today()


@dataclass(frozen=True)
class Link:
    """The way to a counter of a place."""

    counter: Counter
    name: Text
    address: str


def links_of(place: Place) -> list[Link]:
    """Return the counters of a place; the address names the measure where there are several."""
    counters = counters_of(place.team, place.today)
    kinds = [counter.tally for counter in counters]
    found = []
    for counter in counters:
        page = place.families if counter.tally == Tally.GRID else place.behaviours
        query = urlencode({"measure": counter.metric.key})
        address = f"{page}?{query}" if kinds.count(counter.tally) > 1 else page
        found.append(Link(counter, in_language(counter.metric, "plain_name"), address))
    return found


def families_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the numbered grid; on POST tap a number, take it back, or say how many there are."""
    links = links_of(place)
    counter = _chosen(request, links, Tally.GRID)
    if counter is None:
        return _nothing_to_count(request, place, Tally.GRID)
    week = periods.monday_of(place.today)
    grid = grid_of(place.team, counter.metric, place.room, week)
    form = GridSizeForm(initial={"size": grid.size})
    if "size" in request.POST:
        form = GridSizeForm(request.POST)
        if form.is_valid() and _size_is_taken(form, place, counter, week):
            return redirect(request.get_full_path())
    elif request.method == "POST":
        _say_refused(request, _tapped(request, place, counter, grid))
        return redirect(f"{request.get_full_path()}#grid")
    context = {
        "form": form,
        "grid": grid,
        "slots": [(slot, slot in grid.slots) for slot in range(1, (grid.size or 0) + 1)],
        "week_label": period_label(week, Grain.WEEK),
        "token": uuid4(),
    }
    data = {"state": _grid_state(grid), "words": families_words(by_card=place.by_card)}
    return _page(
        request, place, (counter, links), "metrics/families.html", context | {"data": data}
    )


def behaviours_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the watch with its one large button; on POST take in one that was kept on paper."""
    links = links_of(place)
    counter = _chosen(request, links, Tally.TIMED)
    if counter is None:
        return _nothing_to_count(request, place, Tally.TIMED)
    form = WatchForm(sent(request), today=place.today)
    if request.method == "POST" and form.is_valid():
        _take_in_paper(request, place, counter, form.cleaned_data)
        return redirect(request.get_full_path())
    state = _watch_state(place, counter)
    context = {"form": form, "this_week": state["text"]}
    data = {
        "state": state,
        "words": watch_words(by_card=place.by_card),
        "length": LENGTH_OF_A_WATCH,
    }
    return _page(
        request, place, (counter, links), "metrics/behaviours.html", context | {"data": data}
    )


def _chosen(request: HttpRequest, links: Sequence[Link], tally: Tally) -> Counter | None:
    """Return the counter that ``?measure=`` names, or without it the first of its kind."""
    key = request.GET.get("measure", "")
    fitting = [one.counter for one in links if one.counter.tally == tally]
    return next((one for one in fitting if key in ("", one.metric.key)), None)


def state_of(place: Place, key: Any) -> dict[str, Any] | None:
    """Return where the counter stands that a phone shows, or None."""
    counters = counters_of(place.team, place.today) if isinstance(key, str) else []
    counter = next((one for one in counters if one.metric.key == key), None)
    if counter is None:
        return None
    if counter.tally == Tally.TIMED:
        return _watch_state(place, counter)
    week = periods.monday_of(place.today)
    return _grid_state(grid_of(place.team, counter.metric, place.room, week))


def _grid_state(grid: Grid) -> dict[str, Any]:
    return {
        "at": _now(),
        "week": grid.week.isoformat(),
        "size": grid.size,
        "slots": {str(slot): uuids for slot, uuids in grid.slots.items()},
    }


def _watch_state(place: Place, counter: Counter) -> dict[str, Any]:
    week = periods.monday_of(place.today)
    seen = watched_of(place.team, counter.metric, place.room, week)
    return {"at": _now(), "week": week.isoformat(), "text": watched_text(seen)}


def _now() -> int:
    return int(timezone.now().timestamp() * 1000)


def _size_is_taken(form: GridSizeForm, place: Place, counter: Counter, week: dt.date) -> bool:
    """Say how many families there are; a reason against it stands beside the field."""
    size = GridSaid(counter.metric.key, week, form.cleaned_data["size"])
    received = receive_taps(team=place.team, classroom=place.room, grids=[size])
    for _place, why in received.refused_grids:
        form.add_error("size", why)
    return not received.refused_grids


def _tapped(request: HttpRequest, place: Place, counter: Counter, grid: Grid) -> Received:
    """Take in one number of the form. Its id is made from the page's, so that twice is once."""
    key, day = counter.metric.key, place.today
    try:
        back = "take_back" in request.POST
        slot = int(request.POST["take_back" if back else "tap"])
        token = UUID(request.POST.get("token", ""))
    except (KeyError, ValueError):
        return Received()
    if back:
        ids = [UUID(uuid) for uuid in grid.slots.get(slot, [])]
        taps = [TapSaid(uuid, key, day, slot=slot, undone=True) for uuid in ids]
    else:
        taps = [TapSaid(uuid5(token, str(slot)), key, day, slot=slot)]
    return receive_taps(team=place.team, classroom=place.room, taps=taps)


def _take_in_paper(
    request: HttpRequest, place: Place, counter: Counter, given: dict[str, Any]
) -> None:
    key, day, token = counter.metric.key, given["day"], given["token"]
    watch = WatchSaid(token, key, day, given["minutes"] * 60, over=True)
    taps = [
        TapSaid(uuid5(token, str(number)), key, day, observation=token)
        for number in range(given["seen"])
    ]
    received = receive_taps(team=place.team, classroom=place.room, observations=[watch], taps=taps)
    if received.refused:
        _say_refused(request, received)
    else:
        messages.success(request, _("Saved. Thank you for counting."))


def _say_refused(request: HttpRequest, received: Received) -> None:
    for why in dict.fromkeys(why for _uuid, why in received.refused):
        messages.error(request, why)


def _page(
    request: HttpRequest,
    place: Place,
    counting: tuple[Counter, Sequence[Link]],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Answer with a counter, and with what its script needs to know."""
    counter, links = counting
    shared = {
        "owner": place.owner,
        "keep": place.keeps,
        "measure": counter.metric.key,
        "taps": place.taps,
        "worker": reverse("counting_worker"),
    }
    context |= {
        "counter": counter,
        "name": in_language(counter.metric, "plain_name"),
        "how": in_language(counter.definition, "how_to_count"),
        "is_typed": is_typed(
            place.team, counter.metric, place.room, periods.monday_of(place.today)
        ),
        "others": [link for link in links if link.counter.metric != counter.metric],
        "data": shared | context["data"],
    }
    response = render(request, template, frame(place) | context)
    response[OWNER_HEADER] = place.owner
    return response


def frame(place: Place) -> dict[str, Any]:
    """Return what the frame of a counter shows: no name of a person, for a card no menu either."""
    shown: dict[str, Any] = {"place": place, "room": place.room, "team": place.team}
    shown |= {"account_url": "", "account_name": ""}
    if place.by_card:
        shown |= {"navigation": (), "help_url": "", "project_url": place.home}
        shown |= {"project_name": place.team.name}
    return shown


def _nothing_to_count(request: HttpRequest, place: Place, tally: Tally) -> HttpResponse:
    context = frame(place) | {"is_grid": tally == Tally.GRID}
    return render(request, "metrics/no_counter.html", context)
