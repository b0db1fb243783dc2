from django.apps import AppConfig
from django.utils.translation import ngettext_lazy


class AssessmentConfig(AppConfig):
    name = "centers.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Let rounds move with the events they belong to."""
        from centers.assessment.deadlines import own_rounds
        from centers.assessment.services import (
            describe_move,
            follow_events,
        )
        from collaboratives.framework import uses
        from collaboratives.schedule import deadlines, dependents

        deadlines.register("assessment", own_rounds)
        uses.register(
            "assessment.Rating.driver",
            ngettext_lazy("%(count)s rating", "%(count)s ratings", "count"),
        )
        uses.register(
            "assessment.DriverComment.primary",
            ngettext_lazy("%(count)s remark of a team", "%(count)s remarks of teams", "count"),
        )
        dependents.register("rounds", describe=describe_move, follow=follow_events)
