from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components, form rendering, htmx middleware and the style guide; no models."""

    name = "bsc.ui"
    label = "ui"
