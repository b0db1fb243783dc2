from django.apps import AppConfig


class LearningSessionsConfig(AppConfig):
    name = "learning_sessions"

    def ready(self) -> None:
        """Add the agenda to the pages of events."""
        from collaboratives.schedule import sections
        from learning_sessions.on_event import section

        sections.register("learning_sessions", section)
