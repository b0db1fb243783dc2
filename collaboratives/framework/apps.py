from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    name = "collaboratives.framework"
    label = "framework"
