from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "collaboratives.setup"
    label = "setup"
