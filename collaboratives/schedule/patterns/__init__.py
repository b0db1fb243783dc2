"""Series in words: "third Friday of each month 11:00-11:45", "cada segundo martes 13:15".

Plain Python without Django. A pattern keeps its local time across daylight-saving changes, because
its dates are made first and each gets that day's own clock.
"""

from collaboratives.schedule.patterns.days import dates, instants
from collaboratives.schedule.patterns.pattern import DEFAULT_MINUTES, Pattern, PatternError
from collaboratives.schedule.patterns.reading import ORDINALS, WEEKDAYS, parse
from collaboratives.schedule.patterns.saying import LANGUAGES, say

__all__ = [
    "DEFAULT_MINUTES",
    "LANGUAGES",
    "ORDINALS",
    "WEEKDAYS",
    "Pattern",
    "PatternError",
    "dates",
    "instants",
    "parse",
    "say",
]
