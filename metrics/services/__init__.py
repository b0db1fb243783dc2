"""Writing measures, counts and months; one module for each noun."""

from metrics.services.counts import Entry
from metrics.services.measures import load_measures
from metrics.services.missing import say_what_got_in_the_way, send_nudge
from metrics.services.months import (
    is_closed,
    refuse_unanswered,
    reopen_month,
    save_month,
    submit_month,
)
from metrics.services.weeks import save_weeks

__all__ = [
    "Entry",
    "is_closed",
    "load_measures",
    "refuse_unanswered",
    "reopen_month",
    "save_month",
    "save_weeks",
    "say_what_got_in_the_way",
    "send_nudge",
    "submit_month",
]
