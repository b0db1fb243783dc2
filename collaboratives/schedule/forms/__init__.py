"""Forms of the calendar."""

from collaboratives.schedule.forms.again import reopen
from collaboratives.schedule.forms.answers import AnswerForm, AttendanceForm, CancelForm
from collaboratives.schedule.forms.drafts import drafts_at, event_drafts
from collaboratives.schedule.forms.events import EventForm
from collaboratives.schedule.forms.series import SeriesForm

__all__ = [
    "AnswerForm",
    "AttendanceForm",
    "CancelForm",
    "EventForm",
    "SeriesForm",
    "drafts_at",
    "event_drafts",
    "reopen",
]
