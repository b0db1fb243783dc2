from django.apps import AppConfig


class CentersConfig(AppConfig):
    name = "centers"

    def ready(self) -> None:
        from centers.set_up import add_centers
        from collaboratives.setup import parts

        parts.register_centers(add_centers)
