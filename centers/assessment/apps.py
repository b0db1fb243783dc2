from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "centers.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Let rounds move with the events they belong to."""
        from centers.assessment.services import (
            describe_move,
            follow_events,
        )
        from collaboratives.schedule import dependents

        dependents.register("rounds", describe=describe_move, follow=follow_events)
