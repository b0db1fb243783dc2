"""Who covers what on the implementation team, and what nobody covers yet (Field Guide, section 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Case, QuerySet, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bsc.tenancy.wording import in_our_words
from collaboratives.enums import Competency, Duty, Role
from collaboratives.models import MembershipRole
from collaboratives.queries import roles_held_today, teams
from collaboratives.setup.enums import Structure
from collaboratives.setup.models import StructureAnswer
from collaboratives.workplan.plan import read_plan

if TYPE_CHECKING:
    from centers.models import CoreTeam


@dataclass(frozen=True)
class Cover:
    """One responsibility: who of the implementation team has it, and what it is about."""

    key: str
    label: str
    about: str
    holders: tuple[MembershipRole, ...]
    takes_one: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has it yet."""
        return not self.holders


@dataclass(frozen=True)
class Question:
    """One of the eight questions of the team's structure, with what was settled, if anything."""

    key: str
    label: str
    about: str
    answer: StructureAnswer | None

    @property
    def is_open(self) -> bool:
        """Whether nothing is settled yet."""
        return self.answer is None or not self.answer.details


def roles_on_the_team() -> QuerySet[MembershipRole]:
    """Return the implementation team's roles held today, with person, by name."""
    rows = roles_held_today().filter(role=Role.IMPLEMENTATION)
    return rows.order_by("membership__user__name", "pk")


def competencies(roles: Sequence[MembershipRole]) -> list[Cover]:
    """Return the nine, those that nobody holds first."""
    found = [
        Cover(
            key=key.value,
            label=str(key.label),
            about=_about(key.value),
            holders=tuple(row for row in roles if key in row.competencies),
        )
        for key in Competency
    ]
    return _open_first(found)


def duties(roles: Sequence[MembershipRole]) -> list[Cover]:
    """Return what else is settled beside the nine, what nobody does first."""
    about = {
        Duty.BSC_LEADERSHIP: _(
            "One person answers for the collaborative as a whole, settles differences and speaks"
            " for it. Exactly one."
        ),
        Duty.HAS_LED_A_BSC: _(
            "At least one of you should have led a Breakthrough Series Collaborative, or have been"
            " trained for it."
        ),
        Duty.FACULTY_LIAISON: _("Keeps the coaches in the picture and brings back what they see."),
        Duty.TECHNICAL_HELP: _("Whom people ask when a page, a link or a phone does not work."),
    }
    found = [
        Cover(
            key=key.value,
            label=str(key.label),
            about=about[key],
            holders=tuple(row for row in roles if key in row.duties),
            takes_one=key == Duty.BSC_LEADERSHIP,
        )
        for key in Duty
    ]
    return _open_first(found)


def questions() -> list[Question]:
    """Return the eight questions, the open ones first, in one query."""
    answers = {row.question: row for row in StructureAnswer.objects.select_related("by__user")}
    about = {
        Structure.MEETINGS: _("An hour a week is usual; half an hour can do."),
        Structure.AGENDA: _("Where points are sent before, and who puts them in order."),
        Structure.FACILITATION: _("Somebody who keeps an eye on the clock. It may take turns."),
        Structure.NOTES: _("In one form, in one place, so that next steps are found again."),
        Structure.WORKPLAN: _("At least once a week, for one date moves others."),
        Structure.FOLLOW_UP: _("How each of you learns what became of what, without a meeting."),
        Structure.DECISIONS: _("On content, on method, on dates and places."),
        Structure.CLARITY: _("And how the others are heard before."),
    }
    found = [
        Question(key.value, str(key.label), about[key], answers.get(key.value)) for key in Structure
    ]
    return sorted(found, key=lambda one: not one.is_open)


def teams_by_point_person() -> QuerySet["CoreTeam"]:
    """Return the core teams with center and point person, those without one first.

    A point person who left the implementation team (``is_looked_after`` is false) counts as none.
    """
    on_the_team = roles_on_the_team().order_by().values("membership")
    return (
        teams()
        .select_related("center", "point_person__user")
        .annotate(
            is_looked_after=Case(When(point_person__in=on_the_team, then=True), default=False)
        )
        .order_by("is_looked_after", "name", "pk")
    )


def teams_without_point_person() -> QuerySet["CoreTeam"]:
    """Return the core teams that nobody of the implementation team looks after now."""
    on_the_team = roles_on_the_team().order_by().values("membership")
    looked_after = teams().filter(point_person__in=on_the_team)
    return teams().exclude(pk__in=looked_after.order_by().values("pk"))


def _open_first(found: list[Cover]) -> list[Cover]:
    return sorted(found, key=lambda one: not one.is_open)


def _about(key: str) -> str:
    """Return the data file's sentence in the reader's language; Spanish is a machine draft."""
    language = (get_language() or "").partition("-")[0]
    told = next(one for one in read_plan()["competencies"] if one["key"] == key)
    translated = told.get(f"about_{language}")
    if translated:
        return in_our_words(translated, language)
    return in_our_words(told["about"], settings.LANGUAGE_CODE)
