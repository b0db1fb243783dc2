from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "bsc.reports"
    label = "reports"

    def ready(self) -> None:
        """Say on the team's home which reports could not be made."""
        from bsc.reports.needs import failed_reports
        from collaboratives.workplan import needs

        needs.register("reports.failed", failed_reports, place=500)
