"""The Celery application. PostgreSQL is the truth; Celery only wakes things up."""

from importlib import import_module
from typing import Any

from celery import Celery
from django.apps import apps
from django.utils.module_loading import module_has_submodule

app = Celery("bsc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Threads of a web server find their way to this app, too, not to one without settings.
app.set_default()


def beat_schedule() -> dict[str, Any]:
    """Return what repeats and how often: the ``BEAT`` of every app's ``tasks`` module."""
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "tasks"):
            found |= getattr(import_module(f"{config.name}.tasks"), "BEAT", {})
    return found


@app.on_after_finalize.connect
def _schedule(sender: Celery, **kwargs: Any) -> None:
    sender.conf.beat_schedule = beat_schedule()
