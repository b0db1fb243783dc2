from django.apps import AppConfig
from django.utils.translation import ngettext_lazy


class MetricsConfig(AppConfig):
    name = "metrics"

    def ready(self) -> None:
        from collaboratives.framework import counts, equity, readable, uses
        from collaboratives.schedule import deadlines
        from collaboratives.setup import metrics_days, parts
        from metrics import (
            reminders,  # noqa: F401 -- registers its kinds of reminder
            set_up,
        )
        from metrics.deadlines import own_months
        from metrics.drivers import measures_by_group, notes_by_driver
        from metrics.drivers import parts as measures
        from metrics.services.days import follow_days

        counts.register("metrics", notes_by_driver)
        equity.register("metrics", measures_by_group)
        uses.register(
            "metrics.MetricDriver.driver",
            ngettext_lazy("%(count)s measure", "%(count)s measures", "count"),
        )
        deadlines.register("metrics", own_months)
        readable.register("metrics", measures)
        metrics_days.register(follow_days)
        parts.register_measures(set_up.offer_measures, set_up.take_measures)
