from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"

    def ready(self) -> None:
        from collaboratives.framework import counts
        from metrics import reminders  # noqa: F401 -- registers its kinds of reminder
        from metrics.drivers import notes_by_driver

        counts.register("metrics", notes_by_driver)
