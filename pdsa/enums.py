"""The closed lists of names of tests of change (Field Guide, sections 1 and 4)."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far an idea has come, over all its cycles."""

    TESTING = "testing", _("Testing")
    IMPLEMENTING = "implementing", _("Implementing")
    SPREADING = "spreading", _("Spreading")
    SUSTAINED = "sustained", _("Sustained")
    ABANDONED = "abandoned", _("Abandoned")


# The plain words lead, the field's term stands beside them.
PLAIN_STAGES: dict[str, Promise] = {
    Stage.TESTING: _("Being tried out"),
    Stage.IMPLEMENTING: _("Becoming the usual way"),
    Stage.SPREADING: _("Going to more rooms"),
    Stage.SUSTAINED: _("Here to stay"),
    Stage.ABANDONED: _("Stopped, and learned from"),
}


class Scale(models.TextChoices):
    """How much a test touches, smallest first; the order is the ramp's."""

    ONE_CHILD_OR_FAMILY = "one_child_or_family", _("One child or family")
    ONE_TEACHER = "one_teacher", _("One teacher")
    ONE_ROOM = "one_room", _("One room")
    SEVERAL_ROOMS = "several_rooms", _("Several rooms")
    CENTER = "center", _("The center")

    @property
    def larger(self) -> "Scale":
        """Return the next size up; the center stays the center."""
        sizes = list(Scale)
        return sizes[min(sizes.index(self) + 1, len(sizes) - 1)]


# The size inside a sentence: "Ana tried this with one teacher."
SCALE_PHRASES: dict[str, Promise] = {
    Scale.ONE_CHILD_OR_FAMILY: _("with one child or family"),
    Scale.ONE_TEACHER: _("with one teacher"),
    Scale.ONE_ROOM: _("in one room"),
    Scale.SEVERAL_ROOMS: _("in several rooms"),
    Scale.CENTER: _("in the whole center"),
}


class Status(models.TextChoices):
    """Where one cycle stands. A draft is seen by its owners only."""

    DRAFT = "draft", _("Draft")
    PLANNED = "planned", _("Planned")
    DOING = "doing", _("Trying now")
    DONE = "done", _("Learned")


class Visibility(models.TextChoices):
    """Who may read a posted cycle, its photos and its comments."""

    COLLABORATIVE = "collaborative", _("Everyone in the collaborative")
    TEAM = "team", _("Our team and our coaches")


class Carried(models.TextChoices):
    """Whether the plan was carried out; all three are worth writing down."""

    AS_PLANNED = "as_planned", _("Yes, as planned")
    DIFFERENTLY = "differently", _("Yes, but not as planned")
    NOT_DONE = "not_done", _("No, it did not happen")


class Compared(models.TextChoices):
    """What was seen, held against the prediction."""

    BETTER = "better", _("Better than we thought")
    AS_PREDICTED = "as_predicted", _("About what we thought")
    MIXED = "mixed", _("Some better, some worse")
    WORSE = "worse", _("Not as well as we thought")


class Decision(models.TextChoices):
    """What a cycle ends with (the Act of Plan-Do-Study-Act)."""

    EXPAND = "expand", _("Expand")
    ADJUST = "adjust", _("Adjust")
    ABANDON = "abandon", _("Abandon")
    READY = "ready", _("Ready to implement")


# The plain words lead, the field's term stands beside them.
PLAIN_DECISIONS: dict[str, Promise] = {
    Decision.EXPAND: _("Grow it: try it with more"),
    Decision.ADJUST: _("Change it, then try again"),
    Decision.ABANDON: _("Stop here: we learned it is not for us"),
    Decision.READY: _("Keep it: make it how we do things"),
}


class Kind(models.TextChoices):
    """What somebody added to a cycle: a comment, or what a teammate saw themselves."""

    COMMENT = "comment", _("Comment")
    OBSERVATION = "observation", _("What I saw")


class Settling(models.TextChoices):
    """What becomes of a field that somebody else changed meanwhile."""

    THEIRS = "theirs"
    BOTH = "both"
    MINE = "mine"
