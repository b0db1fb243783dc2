"""Where a message stands, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Queue(models.TextChoices):
    """Sign-in codes do not wait behind anything else."""

    DEFAULT = "default", _("Mail")
    CODES = "codes", _("Sign-in codes")


class State(models.TextChoices):
    """Each message ends as sent, unsure, failed or skipped."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNSURE = "unsure", _("Not sure")
    FAILED = "failed", _("Not sent")
    SKIPPED = "skipped", _("Left out")


class Reason(models.TextChoices):
    """Why a message is not simply sent, in words for the people who look after it."""

    NO_ADDRESS = "no_address", _("This person has no e-mail address.")
    TOO_LATE = "too_late", _("It was too late: the code no longer worked.")
    REFUSED = "refused", _("The receiving mail server refused it.")
    GAVE_UP = "gave_up", _("The mail server could not take it, after several tries.")
    TRY_LATER = "try_later", _("The mail server was busy or out of reach. We will try again.")
    STOPPED = "stopped", _("The program stopped while sending. It may have arrived.")
    CUT_OFF = "cut_off", _("The connection broke while sending. It may have arrived.")
    NOT_NEEDED = "not_needed", _("It was no longer needed.")
    UNREADABLE = "unreadable", _("The message or its address could not be put into a mail.")
