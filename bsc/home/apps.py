from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "bsc.home"
    label = "home"

    def ready(self) -> None:
        """Fill what the team's home and the agendas of its meetings are made from."""
        from bsc.home import agenda, needs

        needs.register()
        agenda.register()
