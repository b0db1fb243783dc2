from django.urls import path

from collaboratives.workplan.views.done import done
from collaboratives.workplan.views.generate import generate
from collaboratives.workplan.views.new_task import new_task
from collaboratives.workplan.views.plan import plan
from collaboratives.workplan.views.task import task

app_name = "workplan"

urlpatterns = [
    path("", plan, name="list"),
    path("make/", generate, name="generate"),
    path("new/", new_task, name="new_task"),
    path("<int:pk>/", task, name="task"),
    path("<int:pk>/done/", done, name="done"),
]
