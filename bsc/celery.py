"""The Celery application. PostgreSQL is the truth; Celery only wakes things up."""

from celery import Celery

app = Celery("bsc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
