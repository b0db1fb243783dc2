from django.apps import AppConfig


class CollaborativesConfig(AppConfig):
    name = "collaboratives"

    def ready(self) -> None:
        from bsc.accounts import second_factor
        from collaboratives.queries import sees_everything_somewhere

        second_factor.register(sees_everything_somewhere)
