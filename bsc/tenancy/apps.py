from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TenancyConfig(AppConfig):
    name = "bsc.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        from bsc.tenancy.policies import create_guards
        from bsc.tenancy.wording import translation

        translation.install()
        post_migrate.connect(create_guards, sender=self, dispatch_uid="tenant-guards")
