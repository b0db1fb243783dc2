from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "collaboratives.community"
    label = "community"
