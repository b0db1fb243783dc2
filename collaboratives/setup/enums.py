"""The closed lists of the set-up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Structure(models.TextChoices):
    """What an implementation team settles about working together (Field Guide, section 3)."""

    MEETINGS = "meetings", _("How often do we meet?")
    AGENDA = "agenda", _("Who makes the agenda, and how?")
    FACILITATION = "facilitation", _("Who leads our meetings?")
    NOTES = "notes", _("Who takes notes, and where are they?")
    WORKPLAN = "workplan", _("Who keeps an eye on workplan and timeline?")
    FOLLOW_UP = "follow_up", _("Who sees to what we agreed on?")
    DECISIONS = "decisions", _("Who makes which decisions?")
    CLARITY = "clarity", _("Does everybody know who decides what, and how?")


class SetUpStep(models.TextChoices):
    """The steps of the wizard, in their order; finished ones stand in the collaborative."""

    BASICS = "basics", _("Name and dates")
    FRAMEWORK = "framework", _("Change framework")
    SESSIONS = "sessions", _("Learning Sessions and calls")
    MEASURES = "measures", _("Measures")
    PEOPLE = "people", _("People")


class SettingsPart(models.TextChoices):
    """What of a running collaborative its implementation team settles, each with its own undo."""

    METRICS_DAYS = "metrics_days", _("Days for the numbers")
    QUIET_HOURS = "quiet_hours", _("Quiet hours")
    LANGUAGES = "languages", _("Languages")
    TERMS = "terms", _("Words of your own")
    HOLDERS = "holders", _("Who covers what")
    POINT_PERSON = "point_person", _("Point person of a center")
    STRUCTURE = "structure", _("How we work together")
