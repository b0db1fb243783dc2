from django.apps import AppConfig


class LearningSessionsConfig(AppConfig):
    name = "learning_sessions"

    def ready(self) -> None:
        """Add the agenda to the pages of events."""
        from collaboratives.schedule import sections  # noqa: PLC0415 -- models are ready only now
        from learning_sessions.on_event import section  # noqa: PLC0415

        sections.register("learning_sessions", section)
