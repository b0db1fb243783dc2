from django.apps import AppConfig


class WorkplanConfig(AppConfig):
    name = "collaboratives.workplan"
    label = "workplan"

    def ready(self) -> None:
        # Models are ready only now.
        from collaboratives.schedule import clashes, deadlines, dependents, moving, sections
        from collaboratives.workplan import agenda_parts, on_event
        from collaboratives.workplan.deadlines import own_tasks
        from collaboratives.workplan.dependents import describe_tasks
        from collaboratives.workplan.lead_times import lead_times
        from collaboratives.workplan.moves import notices  # noqa: F401 -- registers its kinds
        from collaboratives.workplan.moves.proposing import propose_move
        from collaboratives.workplan.services import follow_events

        deadlines.register("workplan", own_tasks)
        dependents.register("workplan", describe=describe_tasks, follow=follow_events)
        sections.register("workplan.meeting", on_event.section)
        agenda_parts.register()
        moving.register(propose_move)
        clashes.register("workplan", lead_times)
