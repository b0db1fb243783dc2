"""Measures, counts, how they come about, and what people decide about a chart.

Everything counted is a numerator and a denominator, so that periods and teams can be summed; a
percentage is never averaged. No person and no child is in these rows.
"""

from metrics.models.charting import ChartExclusion, ChartNote, ChartPhase
from metrics.models.collecting import CollectionPlan, Observation, RoomCard, TallyGrid, Tap
from metrics.models.measures import Group, Metric, MetricDefinition, MetricDriver, PilotTeam
from metrics.models.values import CountsImport, MonthlySubmission, Nudge, Value

__all__ = [
    "ChartExclusion",
    "ChartNote",
    "ChartPhase",
    "CollectionPlan",
    "CountsImport",
    "Group",
    "Metric",
    "MetricDefinition",
    "MetricDriver",
    "MonthlySubmission",
    "Nudge",
    "Observation",
    "PilotTeam",
    "RoomCard",
    "TallyGrid",
    "Tap",
    "Value",
]
