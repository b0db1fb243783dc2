from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "bsc.audit"
    label = "audit"
