from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    name = "bsc.embedded"
    label = "embedded"
