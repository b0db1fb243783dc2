"""A move in words: what its preview and its record say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaboratives.schedule.clashes import sentence_of
from collaboratives.schedule.queries import phase_label
from collaboratives.workplan.following import Choice, Verdict
from collaboratives.workplan.models import PlanChange
from collaboratives.workplan.moves.asked import choices_from_json
from collaboratives.workplan.moves.preview import Preview, TaskLine
from collaboratives.workplan.moves.stretches import Stretch, length

CHOSEN = {
    Choice.PIN: gettext_lazy("Pinned: stays here, also the next time"),
    Choice.LEAVE: gettext_lazy("Stays this time, moves along the next time"),
    Choice.KEEP: gettext_lazy("Moves along and stays pinned"),
    Choice.FOLLOW: gettext_lazy("Goes back to where the plan says"),
    Choice.ON: gettext_lazy("On a day of its own, pinned"),
}


@dataclass(frozen=True)
class Row:
    """One task of the preview. ``key`` is None for one that the plan gets."""

    key: int | None
    title: str
    owners: list[str]
    before: date | None
    after: date | None
    chosen: str
    in_the_past: bool
    too_late: bool


@dataclass(frozen=True)
class Shown:
    """The preview as its page says it: what needs care first, then what moves, then the rest."""

    care: list[str]
    moving: list[Row]
    staying: list[Row]
    pinned: list[Row]
    done: list[Row]
    withdrawn: list[Row]
    returning: list[Row]
    new: list[Row]
    stretches: list[str]
    relieved: list[str]
    told: list[str]

    @property
    def summary(self) -> list[str]:
        """Return the numbers of the move in sentences, none for what does not happen."""
        moving, new = len(self.moving) + len(self.returning), len(self.new)
        staying = len(self.staying) + len(self.pinned) + len(self.done)
        said = [
            (moving, ngettext("%(n)s task moves.", "%(n)s tasks move.", moving)),
            (staying, ngettext("%(n)s task stays.", "%(n)s tasks stay.", staying)),
            (new, ngettext("%(n)s task is new.", "%(n)s tasks are new.", new)),
            (
                len(self.withdrawn),
                ngettext(
                    "%(n)s task is not needed any more.",
                    "%(n)s tasks are not needed any more.",
                    len(self.withdrawn),
                ),
            ),
        ]
        return [text % {"n": count} for count, text in said if count]


def shown(preview: Preview, change: PlanChange) -> Shown:
    """Return a preview in words, in the reader's language."""
    choices = choices_from_json(change.choices)
    rows: dict[Verdict, list[Row]] = {}
    for line in preview.tasks:
        chosen = choices.get(line.task.pk) if line.task else None
        said = str(CHOSEN[chosen.choice]) if chosen else ""
        verdict = line.seen.verdict
        if chosen and verdict in {Verdict.PINNED, Verdict.UNTOUCHED}:
            verdict = Verdict.STAYS
        rows.setdefault(verdict, []).append(_row(line, said))
    return Shown(
        care=_care(preview),
        moving=_by_day(rows.get(Verdict.MOVES, [])),
        staying=rows.get(Verdict.STAYS, []),
        pinned=rows.get(Verdict.PINNED, []),
        done=rows.get(Verdict.DONE, []),
        withdrawn=rows.get(Verdict.WITHDRAWN, []),
        returning=rows.get(Verdict.RETURNS, []),
        new=_by_day(rows.get(Verdict.NEW, [])),
        stretches=[stretched(one) for one in preview.stretches],
        relieved=[sentence_of(clash) for clash in preview.clashes_gone],
        told=_told(preview),
    )


def _row(line: TaskLine, chosen: str) -> Row:
    owners = [one.membership.user.name for one in line.task.owners.all()] if line.task else []
    seen = line.seen
    return Row(
        key=line.task.pk if line.task else None,
        title=line.title,
        owners=owners,
        before=seen.before.due_on if seen.before else None,
        after=seen.after.due_on,
        chosen=chosen,
        in_the_past=seen.in_the_past,
        too_late=seen.too_late,
    )


def _by_day(rows: Iterable[Row]) -> list[Row]:
    """Put what needs care first, then go by the new day."""
    return sorted(
        rows, key=lambda row: (not (row.in_the_past or row.too_late), row.after or date.max)
    )


def _care(preview: Preview) -> list[str]:
    """Return what somebody should look at before confirming."""
    past = sum(line.seen.in_the_past for line in preview.tasks)
    late = sum(line.seen.too_late for line in preview.tasks)
    said = []
    if past:
        text = ngettext(
            "%(n)s task would be due in the past: there is too little time left for it.",
            "%(n)s tasks would be due in the past: there is too little time left for them.",
            past,
        )
        said.append(text % {"n": past})
    if late:
        text = ngettext(
            "%(n)s task that prepares its event would come after it.",
            "%(n)s tasks that prepare their event would come after it.",
            late,
        )
        said.append(text % {"n": late})
    said += [sentence_of(clash) for clash in preview.clashes]
    said += [
        _("“%(title)s” would lie in the past.") % {"title": line.after.title}
        for line in preview.events
        if line.after.is_over and not line.after.is_cancelled and not line.before.is_over
    ]
    return said


def _told(preview: Preview) -> list[str]:
    """Return what happens to reminders, answers and calendars."""
    reminders = sum(line.reminders for line in preview.events)
    answered = sum(line.answered for line in preview.events if not line.is_cancelled)
    said = []
    if reminders:
        text = ngettext(
            "%(n)s planned reminder is re-timed or taken back.",
            "%(n)s planned reminders are re-timed or taken back.",
            reminders,
        )
        said.append(text % {"n": reminders})
    if answered:
        text = ngettext(
            "%(n)s person answered for the old time and is asked again.",
            "%(n)s people answered for the old time and are asked again.",
            answered,
        )
        said.append(text % {"n": answered})
    if preview.feeds:
        text = ngettext(
            "%(n)s calendar on somebody's phone or computer updates by itself.",
            "%(n)s calendars on people's phones and computers update by themselves.",
            preview.feeds,
        )
        said.append(text % {"n": preview.feeds})
    return [*said, *preview.others]


def stretched(stretch: Stretch) -> str:
    """Return how a phase changes: "Action Period 1 gets 3 weeks longer: 5 Mar to 24 Jun (16 weeks)"."""
    label = phase_label(stretch.phase)
    if stretch.before is None:
        return _("%(phase)s comes in.") % {"phase": label}
    if stretch.after is None:
        return _("%(phase)s drops out.") % {"phase": label}
    text = (
        _("%(phase)s gets longer by %(by)s")
        if stretch.days > 0
        else _("%(phase)s gets shorter by %(by)s")
    )
    return _("%(change)s: %(first)s to %(last)s, %(length)s.") % {
        "change": text % {"phase": label, "by": span_of(abs(stretch.days))},
        "first": date_format(stretch.after.first, "MONTH_DAY_FORMAT"),
        "last": date_format(stretch.after.last, "MONTH_DAY_FORMAT"),
        "length": span_of(length(stretch.after)),
    }


def span_of(days: int) -> str:
    """Return a length in weeks where it comes out even, else in weeks and days."""
    weeks, rest = divmod(days, 7)
    in_weeks = ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks}
    in_days = ngettext("%(n)s day", "%(n)s days", rest) % {"n": rest}
    if not rest:
        return in_weeks
    return _("%(weeks)s and %(days)s") % {"weeks": in_weeks, "days": in_days} if weeks else in_days
