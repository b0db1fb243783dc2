from django.apps import AppConfig


class WorkplanConfig(AppConfig):
    name = "collaboratives.workplan"
    label = "workplan"

    def ready(self) -> None:
        # Models are ready only now.
        from collaboratives.schedule import dependents
        from collaboratives.workplan.dependents import describe_tasks
        from collaboratives.workplan.services import follow_events

        dependents.register("workplan", describe=describe_tasks, follow=follow_events)
