"""What is over and what is due."""

import datetime as dt
from dataclasses import dataclass

from collaboratives.models import Collaborative
from metrics import periods


@dataclass(frozen=True)
class Clock:
    """What is over and what is due in a collaborative on a day."""

    today: dt.date
    due_day: int
    close_day: int

    @classmethod
    def of(cls, collaborative: Collaborative) -> "Clock":
        """Return the clock of the collaborative, today."""
        return cls(
            collaborative.today(), collaborative.metrics_due_day, collaborative.metrics_close_day
        )

    @property
    def ended(self) -> dt.date:
        """The last month that is over: the one people are sending now."""
        return periods.add_months(periods.first_of(self.today), -1)

    @property
    def last_due(self) -> dt.date:
        """The last month whose due day has passed."""
        return periods.last_due_month(self.today, self.due_day)

    def due_on(self, month: dt.date) -> dt.date:
        """Return the day on which a month's numbers are due."""
        return periods.day_after(month, self.due_day)

    def closes_on(self, month: dt.date) -> dt.date:
        """Return the last day on which a team can still send the month."""
        return periods.day_after(month, self.close_day)
