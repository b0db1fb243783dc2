from django.apps import AppConfig


class CollaborativesConfig(AppConfig):
    name = "collaboratives"

    def ready(self) -> None:
        from bsc.accounts import second_factor  # noqa: PLC0415 -- models are ready only now
        from collaboratives.queries import sees_everything_somewhere  # noqa: PLC0415 -- the same

        second_factor.register(sees_everything_somewhere)
