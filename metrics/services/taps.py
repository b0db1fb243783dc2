"""Taking in what phones counted. Nobody who tapped is recorded, named or logged anywhere."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Classroom, CoreTeam
from metrics import periods
from metrics.charts import sentence_label
from metrics.enums import Grain, Tally
from metrics.models import Metric, Observation, TallyGrid, Tap
from metrics.queries import definition_for, metrics_of
from metrics.services.counts import days_sent, lock
from metrics.services.folding import fold, fold_weeks
from metrics.tap_batches import LARGEST_GRID, GridSaid, TapSaid, WatchSaid
from metrics.taps import slots_tapped

__all__ = ["Received", "fold", "receive_taps"]

OLDEST = dt.timedelta(days=35)
Week = tuple[str, dt.date]
Row = TypeVar("Row", Observation, Tap)


@dataclass
class Received:
    """What became of a batch: the ids that now stand, and those refused with the reason.

    The size of a grid has no id: ``refused_grids`` has its place in what was said, from 0.
    """

    saved: list[UUID] = field(default_factory=list)
    refused: list[tuple[UUID, str]] = field(default_factory=list)
    refused_grids: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def receive_taps(
    *,
    team: CoreTeam,
    classroom: Classroom,
    taps: Sequence[TapSaid] = (),
    observations: Sequence[WatchSaid] = (),
    grids: Sequence[GridSaid] = (),
) -> Received:
    """Take in a batch of one room and bring the weeks it touches up to date.

    Idempotent by id, and the order of batches does not matter: what was taken back, is over or was
    discarded stays so, and the seconds of a watch only grow. Of the size of a grid the last word
    counts. One bad item does not stop the others, and a larger batch needs no more queries.

    In a week whose month was sent only what is new and was counted before that is taken in: a
    phone came late. Whatever else would change it is for those who may correct the month.
    """
    if classroom.center_id != team.center_id or classroom.is_closed:
        why = _("Nothing is counted in this room any more.")
        uuids = [*(one.uuid for one in observations), *(one.uuid for one in taps)]
        return Received(
            refused=[(uuid, why) for uuid in uuids],
            refused_grids=[(place, why) for place in range(len(grids))],
        )
    lock(team)
    measures = {metric.key: metric for metric in metrics_of(team)}
    intake = _Intake(team, classroom, measures, team.collaborative.today(), days_sent(team))
    intake.keep_sizes(grids)
    intake.keep_watches(observations)
    intake.keep_taps(taps)
    fold_weeks(team, classroom, [(measures[key], week) for key, week in sorted(intake.touched)])
    return intake.received


@dataclass
class _Intake:
    """One batch on its way in: where it comes from, what may be counted there, what it touched."""

    team: CoreTeam
    classroom: Classroom
    measures: Mapping[str, Metric]
    today: dt.date
    sent: Mapping[dt.date, dt.date | None]
    received: Received = field(default_factory=Received)
    touched: set[Week] = field(default_factory=set)

    def keep_sizes(self, said: Sequence[GridSaid]) -> None:
        """Keep how many families there are; never fewer than the highest number that is tapped."""
        good, rows = [], {}
        for place, one in enumerate(said):
            why = self._refusal(one.measure, one.week, Tally.GRID) or _refused_size(one)
            if why := why or self._too_late(one.week):
                self.received.refused_grids.append((place, why))
            else:
                good.append((place, one, (self.measures[one.measure].pk, one.week)))
        tapped = slots_tapped(self.team, {key for _place, _one, key in good}, self.classroom)
        for place, one, (metric, week) in good:
            highest = max(tapped.get((metric, self.classroom.pk, week), {}), default=0)
            if one.size < highest:
                self.received.refused_grids.append((place, _refused_below(highest)))
                continue
            row = TallyGrid(**self._row(one.measure), week=week, size=one.size)
            rows[(one.measure, week)] = row
        TallyGrid.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["team", "metric", "classroom", "week"],
            update_fields=["size"],
        )
        self.touched |= set(rows)

    def keep_watches(self, said: Sequence[WatchSaid]) -> None:
        """Keep how far each watch has come."""
        known = _by_uuid(Observation, [one.uuid for one in said])
        for one in said:
            row = known.get(one.uuid)
            why = self._refusal(one.measure, one.day, Tally.TIMED) or self._other(row, one.measure)
            if why := why or self._late_watch(row, one):
                self.received.refused.append((one.uuid, why))
                continue
            row = row or Observation(uuid=one.uuid, day=one.day, **self._row(one.measure))
            row.seconds = max(row.seconds, one.seconds)
            row.is_over |= one.over
            row.is_discarded |= one.discarded
            known[one.uuid] = row
            self._done(one.uuid, one.measure, row.day)
        _write(Observation, known.values(), ["seconds", "is_over", "is_discarded"])

    def keep_taps(self, said: Sequence[TapSaid]) -> None:
        """Keep the taps, and what they need: the week's grid, the watch they were made in."""
        known = _by_uuid(Tap, [one.uuid for one in said], "observation")
        good = []
        for one in said:
            tally = Tally.GRID if one.observation is None else Tally.TIMED
            why = self._refusal(one.measure, one.day, tally)
            why = why or self._other(known.get(one.uuid), one.measure)
            if why := why or self._late_tap(known.get(one.uuid), one):
                self.received.refused.append((one.uuid, why))
            else:
                good.append(one)
        sizes = self._sizes_for(good)
        watches = self._watches_for(good)
        for one in good:
            row, watch = known.get(one.uuid), None
            if one.observation is not None:
                watch = watches[one.observation]
                why = self._other(watch, one.measure)
                # The week of a tap is that of its watch, whatever day it names.
                why = why or ("" if row else self._too_late(watch.day, made=one.day))
            else:
                size = sizes.get((one.measure, periods.monday_of(one.day)))
                why = "" if row else _refused_slot(one.slot or 0, size)
            if why:
                self.received.refused.append((one.uuid, why))
                continue
            row = row or Tap(
                uuid=one.uuid,
                day=one.day,
                slot=one.slot,
                observation=watch,
                **self._row(one.measure),
            )
            row.is_undone |= one.undone
            known[one.uuid] = row
            self._done(one.uuid, one.measure, _day_of(row))
        _write(Tap, known.values(), ["is_undone"])

    def _refusal(self, measure: str, day: dt.date, tally: Tally) -> str:
        """Return why nothing can be counted for this measure on this day, or ""."""
        if day > self.today:
            return _("This day has not come yet. Please check the date on this phone.")
        if day < self.today - OLDEST:
            return _("This was too long ago. Please write it down with the weeks instead.")
        metric = self.measures.get(measure)
        if metric is None:
            return _("This is not counted any more.")
        if definition_for(metric, periods.monday_of(day)).tally != tally:
            return _("This is not counted in this way any more.")
        return ""

    def _too_late(self, day: dt.date, *, made: dt.date | None = None) -> str:
        """Return why what was counted for this day does not change any more, or "".

        ``made`` is the day on which something new was counted: before the month was sent is good.
        """
        month = periods.month_of_week(periods.monday_of(day))
        if month not in self.sent:
            return ""
        sent_on = self.sent[month]
        if made is not None and (sent_on is None or made <= sent_on):
            return ""
        # No name: whoever holds a card reads this too, and a phone keeps it.
        return _(
            "The numbers of %(month)s were already sent. Please ask your team leader to correct "
            "them."
        ) % {"month": sentence_label(month, Grain.MONTH)}

    def _late_watch(self, row: Observation | None, said: WatchSaid) -> str:
        """Return why this watch comes too late, or "". One that still runs may come to its end."""
        if row is None:
            return self._too_late(said.day, made=said.day)
        thrown_away = said.discarded and not row.is_discarded
        longer = said.seconds > row.seconds and row.is_over
        return self._too_late(row.day) if thrown_away or longer else ""

    def _late_tap(self, row: Tap | None, said: TapSaid) -> str:
        """Return why this tap comes too late, or is taken back too late, or ""."""
        if row is None:
            return self._too_late(said.day, made=said.day)
        return self._too_late(_day_of(row)) if said.undone and not row.is_undone else ""

    def _other(self, row: Tap | Observation | None, measure: str) -> str:
        """Return why a row that stands cannot be this room's, or ""."""
        here = (self.team.pk, self.classroom.pk, self.measures[measure].pk)
        if row is None or (row.team_id, row.classroom_id, row.metric_id) == here:
            return ""
        return _("This belongs to another room.")

    def _row(self, measure: str) -> dict[str, Any]:
        return {
            "collaborative": self.team.collaborative,
            "organization": self.team.organization,
            "team": self.team,
            "classroom": self.classroom,
            "metric": self.measures[measure],
        }

    def _done(self, uuid: UUID, measure: str, day: dt.date) -> None:
        self.received.saved.append(uuid)
        self.touched.add((measure, periods.monday_of(day)))

    def _sizes_for(self, taps: Iterable[TapSaid]) -> dict[Week, int]:
        """Return the size of each grid that is tapped; a week without one takes the last one's."""
        wanted = {(t.measure, periods.monday_of(t.day)) for t in taps if t.observation is None}
        if not wanted:
            return {}
        keys = {self.measures[measure].pk: measure for measure, _week in wanted}
        grids = list(
            TallyGrid.objects.filter(
                team=self.team, classroom=self.classroom, metric__in=keys
            ).order_by("week")
        )
        sizes, carried = {}, []
        for measure, week in wanted:
            earlier = [g for g in grids if keys[g.metric_id] == measure and g.week <= week]
            if earlier:
                sizes[(measure, week)] = earlier[-1].size
            if earlier and earlier[-1].week < week:
                row = TallyGrid(**self._row(measure), week=week, size=earlier[-1].size)
                carried.append(row)
        TallyGrid.objects.bulk_create(carried)
        return sizes

    def _watches_for(self, taps: Iterable[TapSaid]) -> dict[UUID, Observation]:
        """Return the watches of these taps; one that has not arrived yet begins with its tap."""
        wanted = {t.observation: t for t in taps if t.observation is not None}
        known = _by_uuid(Observation, wanted)
        begun = [
            Observation(uuid=uuid, day=tap.day, **self._row(tap.measure))
            for uuid, tap in wanted.items()
            if uuid not in known
        ]
        Observation.objects.bulk_create(begun)
        return known | {row.uuid: row for row in begun}


def _day_of(tap: Tap) -> dt.date:
    return tap.observation.day if tap.observation else tap.day


def _refused_size(said: GridSaid) -> str:
    if said.week != periods.monday_of(said.week):
        return _("A week starts on a Monday.")
    if not 1 <= said.size <= LARGEST_GRID:
        return _("A room has 1 to %(most)s families.") % {"most": LARGEST_GRID}
    return ""


def _refused_below(highest: int) -> str:
    return _("Number %(number)s is tapped. Take it back first, or choose a higher number.") % {
        "number": highest
    }


def _refused_slot(slot: int, size: int | None) -> str:
    if size is None:
        return _("Nobody has said yet how many families are in this room.")
    if not 1 <= slot <= size:
        return _("The grid of this room goes up to %(size)s only.") % {"size": size}
    return ""


def _by_uuid(model: type[Row], uuids: Iterable[UUID], *related: str) -> dict[UUID, Row]:
    wanted = list(uuids)
    if not wanted:
        return {}
    rows = model.objects.filter(uuid__in=wanted)
    return {row.uuid: row for row in (rows.select_related(*related) if related else rows)}


def _write(model: type[Row], rows: Iterable[Row], fields: list[str]) -> None:
    """Write new rows and changed ones, each kind in one query."""
    rows = list(rows)
    model.objects.bulk_create([row for row in rows if row.pk is None])
    model.objects.bulk_update([row for row in rows if row.pk is not None], fields)
