from django.apps import AppConfig


class WorkplanConfig(AppConfig):
    name = "collaboratives.workplan"
    label = "workplan"

    def ready(self) -> None:
        # Models are ready only now.
        from collaboratives.schedule import dependents  # noqa: PLC0415
        from collaboratives.workplan.dependents import describe_tasks  # noqa: PLC0415
        from collaboratives.workplan.services import follow_events  # noqa: PLC0415

        dependents.register("workplan", describe=describe_tasks, follow=follow_events)
