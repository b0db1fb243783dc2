from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"

    def ready(self) -> None:
        from collaboratives.framework import counts  # noqa: PLC0415 -- models are ready only now
        from metrics import reminders  # noqa: F401, PLC0415 -- registers its kinds of reminder
        from metrics.drivers import notes_by_driver  # noqa: PLC0415

        counts.register("metrics", notes_by_driver)
