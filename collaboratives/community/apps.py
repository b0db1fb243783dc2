from django.apps import AppConfig
from django.utils.translation import ngettext_lazy


class CommunityConfig(AppConfig):
    name = "collaboratives.community"
    label = "community"

    def ready(self) -> None:
        """Say how topics under a driver are called."""
        from collaboratives.framework import uses

        uses.register(
            "community.Topic.driver",
            ngettext_lazy("%(count)s topic on the board", "%(count)s topics on the board", "count"),
        )
