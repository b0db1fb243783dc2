from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "bsc.home"
    label = "home"
