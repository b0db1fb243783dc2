from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "centers.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Let rounds move with the events they belong to."""
        from centers.assessment.services import (  # noqa: PLC0415 -- models are ready only now
            describe_move,
            follow_events,
        )
        from collaboratives.schedule import dependents  # noqa: PLC0415

        dependents.register("rounds", describe=describe_move, follow=follow_events)
