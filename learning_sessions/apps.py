from django.apps import AppConfig
from django.utils.translation import ngettext_lazy


class LearningSessionsConfig(AppConfig):
    name = "learning_sessions"

    def ready(self) -> None:
        """Add the agenda to the pages of events."""
        from collaboratives.framework import uses
        from collaboratives.schedule import sections
        from learning_sessions.on_event import section

        uses.register(
            "learning_sessions.AgendaItemDriver.driver",
            ngettext_lazy("%(count)s agenda item", "%(count)s agenda items", "count"),
        )
        sections.register("learning_sessions", section)
