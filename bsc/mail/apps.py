from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "bsc.mail"
    label = "mail"
