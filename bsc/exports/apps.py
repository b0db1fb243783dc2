from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "bsc.exports"
    label = "exports"
