"""What does not go together in a calendar (Field Guide, section 3, "Tracking the workplan").

``finding`` looks at events in memory, ``words`` says what was found, ``standing`` reads what is
still open and ``typed`` looks at what somebody is entering.
"""

from collaboratives.schedule.clashes.finding import Clash, find_clashes
from collaboratives.schedule.clashes.sources import register, registered_clashes
from collaboratives.schedule.clashes.standing import open_clashes
from collaboratives.schedule.clashes.words import sentence_of

__all__ = [
    "Clash",
    "find_clashes",
    "open_clashes",
    "register",
    "registered_clashes",
    "sentence_of",
]
