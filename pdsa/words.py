"""Whole sentences about a test, in the reader's words."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from collaboratives.enums import Role
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership
from collaboratives.translations import Text, in_language
from pdsa.enums import PLAIN_STAGES, SCALE_PHRASES, Stage, Status
from pdsa.method import STEP_OF, Concern, concerns
from pdsa.models import Cycle, Ramp

Voice = Literal["family", "center", "staff"]


# What a secondary driver and a metric are called to whom.
LABELS: dict[Voice, tuple[Promise, Promise]] = {
    "family": (gettext_lazy("What we are working on"), gettext_lazy("How it is going")),
    "center": (gettext_lazy("Focus area"), gettext_lazy("Our numbers")),
    "staff": (gettext_lazy("Secondary driver"), gettext_lazy("Metric")),
}


class Question(NamedTuple):
    """A coach's question about a plan, and the step on which it can be answered."""

    step: int
    text: Promise


# Asked, never demanded: the plan can be posted as it is.
QUESTIONS: dict[Concern, Promise] = {
    "several": gettext_lazy(
        "This reads like more than one change. Which one will you try first? "
        "Then you can tell what made the difference."
    ),
    "too_big": gettext_lazy(
        "This is a big first step. What could you try with one child, one family or one teacher?"
    ),
    "no_date": gettext_lazy("No day is set yet. Could you try it by next Tuesday?"),
    "too_far": gettext_lazy(
        "That is more than two weeks away. What small part could you try this week?"
    ),
    "no_prediction": gettext_lazy(
        "What do you think will happen? A guess is enough. It helps you see what surprised you."
    ),
    "no_look": gettext_lazy("What will you look at or count, so that you can tell if it helped?"),
}


def voice_of(member: Membership) -> Voice:
    """Return whose words lead: a family's, a center team's, or those of the people who run it."""
    if member.is_family_only:
        return "family"
    if member.is_implementation or member.is_faculty or member.is_observer:
        return "staff"
    return "center"


def driver_words(driver: SecondaryDriver, voice: Voice) -> Text:
    """Return what a secondary driver is called to this reader; families get the plain words."""
    if driver_field(driver, voice) == "plain":
        return in_language(driver, "plain")
    return Text(f"{driver.number} {driver.action}", settings.LANGUAGE_CODE)


def driver_field(driver: SecondaryDriver | None, voice: Voice) -> str:
    """Return which of a driver's texts ``driver_words`` takes."""
    return "plain" if voice == "family" and driver and driver.plain else "action"


def team_name(ramp: Ramp, voice: Voice) -> str:
    """Return whose idea it is; the implementation team by its name only where that name is used."""
    if ramp.team is not None:
        return ramp.team.name
    if voice == "staff":
        return _("Implementation team")
    return _("The team that runs the collaborative")


def questions_about(cycle: Cycle) -> list[Question]:
    """Return what a coach would ask about the plan as it stands. Its measures must be loaded."""
    found = concerns(
        number=cycle.number,
        what=cycle.what,
        scale=cycle.scale,
        starts_on=cycle.starts_on,
        prediction=cycle.prediction,
        look_at=cycle.look_at,
        measures=len(cycle.ramp.metric_rows.all()),
        today=cycle.collaborative.today(),
    )
    return [Question(STEP_OF[concern], QUESTIONS[concern]) for concern in found]


def names_of(people: Sequence[str]) -> str:
    """Return names as they stand in a sentence: "Ana, Bo and Cy"."""
    return get_text_list(list(people), _("and"))


def when_of(cycle: Cycle) -> str:
    """Return the day or days of a cycle, or nothing."""
    if cycle.starts_on is None:
        return ""
    first = date_format(cycle.starts_on, "MONTH_DAY_FORMAT")
    if cycle.ends_on is None or cycle.ends_on == cycle.starts_on:
        return first
    last = date_format(cycle.ends_on, "MONTH_DAY_FORMAT")
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def headline(cycle: Cycle) -> str:
    """Return who tries what size of test, as one sentence. Owners must be loaded."""
    people = [owner.member.user.name for owner in cycle.owners.all()]
    words = {
        "who": names_of(people),
        "how": str(SCALE_PHRASES[cycle.scale]) if cycle.scale else "",
    }
    stands = cycle.stands(cycle.collaborative.today())
    if stands == Status.DONE:
        sentence = _("%(who)s tried this %(how)s.") if cycle.scale else _("%(who)s tried this.")
    elif stands == Status.DOING and cycle.scale:
        sentence = ngettext(
            "%(who)s is trying this %(how)s.", "%(who)s are trying this %(how)s.", len(people)
        )
    elif stands == Status.DOING:
        sentence = ngettext("%(who)s is trying this.", "%(who)s are trying this.", len(people))
    else:
        sentence = (
            _("%(who)s will try this %(how)s.") if cycle.scale else _("%(who)s will try this.")
        )
    return sentence % words


class Page(NamedTuple):
    """A short page's question, the line below it, the field's own term, an example."""

    question: Promise
    lead: Promise
    term: Promise
    example: Promise | str = ""


PLAN_PAGES: dict[int, Page] = {
    1: Page(
        gettext_lazy("What will you try?"),
        gettext_lazy("One small change. One or two sentences are plenty."),
        gettext_lazy("PDSA cycle"),
        gettext_lazy("For example: At pick-up, tell two families one good thing about the day."),
    ),
    2: Page(
        gettext_lazy("How small can it be?"),
        gettext_lazy("A small test is quick, and safe to get wrong. Start with one."),
        gettext_lazy("scale"),
        gettext_lazy("For example: one family at one pick-up is a real test."),
    ),
    3: Page(
        gettext_lazy("Who, where, when?"),
        gettext_lazy("Pick a day soon. What can you do by next Tuesday?"),
        gettext_lazy("plan"),
        gettext_lazy("For example: Ana and the assistant, toddler room, Tuesday at pick-up."),
    ),
    4: Page(
        gettext_lazy("What do you think will happen?"),
        gettext_lazy("Just your guess. It is fine to be wrong. That is how you learn."),
        gettext_lazy("prediction"),
        gettext_lazy("For example: One of the two families will say something back."),
    ),
    5: Page(
        gettext_lazy("How will you know?"),
        gettext_lazy("Name one thing you can see or count."),
        gettext_lazy("measure"),
        gettext_lazy("For example: Did the family answer, yes or no?"),
    ),
}

FINISH_PAGES: dict[int, Page] = {
    1: Page(
        gettext_lazy("What happened?"),
        gettext_lazy("It is fine if it went another way. That is worth knowing too."),
        pgettext_lazy("the second part of Plan-Do-Study-Act", "Do"),
        gettext_lazy("For example: One family stopped to talk. Pick-up was too rushed."),
    ),
    2: Page(
        gettext_lazy("What did you see and learn?"),
        gettext_lazy("One or two sentences are plenty."),
        pgettext_lazy("the third part of Plan-Do-Study-Act", "Study"),
        gettext_lazy("For example: A wave means you look busy, not that they do not want to talk."),
    ),
    3: Page(
        gettext_lazy("What next?"),
        gettext_lazy("Every answer is a good one. Stopping early is learning too."),
        pgettext_lazy("the last part of Plan-Do-Study-Act", "Act"),
    ),
}


def stage_words(stage: str, voice: Voice) -> str:
    """Return how far an idea is: the plain words, or the field's for those who run and coach."""
    return str(Stage(stage).label if voice == "staff" else PLAIN_STAGES[stage])


def role_words(role: Role, voice: Voice) -> str:
    """Return what a role is called; the implementation team by its name only where it is used."""
    if role == Role.IMPLEMENTATION and voice != "staff":
        return _("The team that runs the collaborative")
    return str(role.label)


# The tone of a stage's tag; stopping is as calm as going on.
STAGE_TONES: dict[str, str] = {
    Stage.TESTING: "active",
    Stage.IMPLEMENTING: "done",
    Stage.SPREADING: "shared",
    Stage.SUSTAINED: "done",
    Stage.ABANDONED: "neutral",
}
