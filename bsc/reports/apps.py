from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "bsc.reports"
    label = "reports"
