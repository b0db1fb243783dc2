"""Forms of the calendar."""

from collaboratives.schedule.forms.again import reopen
from collaboratives.schedule.forms.answers import AnswerForm, AttendanceForm
from collaboratives.schedule.forms.events import EventForm, SeriesForm

__all__ = ["AnswerForm", "AttendanceForm", "EventForm", "SeriesForm", "reopen"]
