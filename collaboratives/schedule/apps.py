from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "collaboratives.schedule"
    label = "schedule"

    def ready(self) -> None:
        # Models are ready only now.
        from bsc.accounts import links
        from collaboratives.rules import contact_rules
        from collaboratives.schedule import reminders  # noqa: F401 -- registers its kinds
        from collaboratives.schedule.feeds import pages_of
        from collaboratives.schedule.rules import leads_the_group_of

        contact_rules.append(leads_the_group_of)
        links.register("schedule", pages_of)
