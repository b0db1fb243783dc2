from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "bsc.notifications"
    label = "notifications"
