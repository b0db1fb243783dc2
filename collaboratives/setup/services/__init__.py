"""Writing what the wizard asks for, one module a step."""

from collaboratives.setup.services.calls import plan_calls
from collaboratives.setup.services.finishing import finish_set_up
from collaboratives.setup.services.frameworks import choose_framework
from collaboratives.setup.services.people import add_centers, invite, join_the_team, take_measures
from collaboratives.setup.services.sessions import plan_sessions
from collaboratives.setup.services.starting import (
    change_basics,
    hand_of,
    mark_done,
    start_set_up,
)

__all__ = [
    "add_centers",
    "change_basics",
    "choose_framework",
    "finish_set_up",
    "hand_of",
    "invite",
    "join_the_team",
    "mark_done",
    "plan_calls",
    "plan_sessions",
    "start_set_up",
    "take_measures",
]
