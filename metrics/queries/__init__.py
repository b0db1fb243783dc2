"""All reading of measures. Pages, PDF and export read these, so their numbers agree."""

from metrics.queries.clock import Clock
from metrics.queries.counted import (
    Series,
    current_values,
    of_enough_teams,
    rows_of,
    series_for,
    series_of_all,
    series_of_all_teams,
    series_of_team,
    series_of_the_collaborative,
    together,
    up_to,
)
from metrics.queries.measures import (
    definition_for,
    definition_in,
    drivers_of,
    is_plain_count,
    metrics_in_use,
    metrics_of,
    metrics_open_to,
    usual_grain,
)
from metrics.queries.visible import active_teams, imports_visible_to, teams_visible_to

__all__ = [
    "Clock",
    "Series",
    "active_teams",
    "current_values",
    "definition_for",
    "definition_in",
    "drivers_of",
    "imports_visible_to",
    "is_plain_count",
    "metrics_in_use",
    "metrics_of",
    "metrics_open_to",
    "of_enough_teams",
    "rows_of",
    "series_for",
    "series_of_all",
    "series_of_all_teams",
    "series_of_team",
    "series_of_the_collaborative",
    "teams_visible_to",
    "together",
    "up_to",
    "usual_grain",
]
