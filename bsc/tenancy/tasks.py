"""The base of background jobs: a job names its collaborative by id and runs inside it."""

from typing import Any

from celery import Task
from django.apps import apps

from bsc.tenancy.doors import inside


class CollaborativeTask(Task[Any, Any]):
    """Call with ``collaborative_id`` as keyword; the body runs in that collaborative's scope.

    Use ``@shared_task(base=CollaborativeTask)``; the body gets the remaining arguments.
    """

    # Celery would hold the call against the body, which has no ``collaborative_id``.
    typing = False

    def __call__(self, *args: Any, collaborative_id: int, **kwargs: Any) -> Any:
        collaborative = (
            apps.get_model("collaboratives", "Collaborative")
            .objects.select_related("organization")
            .get(pk=collaborative_id)
        )
        with inside(collaborative):
            return super().__call__(*args, **kwargs)
