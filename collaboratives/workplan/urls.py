from django.urls import path

from collaboratives.workplan.meeting_urls import patterns as meeting_patterns
from collaboratives.workplan.rule_urls import patterns as rule_patterns
from collaboratives.workplan.views.bulk import bulk
from collaboratives.workplan.views.changes import change, changes, undo_change
from collaboratives.workplan.views.checklist import step, steps
from collaboratives.workplan.views.done import done
from collaboratives.workplan.views.export import export, print_plan
from collaboratives.workplan.views.generate import generate
from collaboratives.workplan.views.moves import acts
from collaboratives.workplan.views.moves.new import new_move
from collaboratives.workplan.views.moves.preview import move
from collaboratives.workplan.views.new_task import new_task
from collaboratives.workplan.views.plan import plan
from collaboratives.workplan.views.progress import progress
from collaboratives.workplan.views.shares import shares, stop
from collaboratives.workplan.views.task import task

app_name = "workplan"

urlpatterns = [
    path("", plan, name="list"),
    path("make/", generate, name="generate"),
    path("new/", new_task, name="new_task"),
    path("<int:pk>/", task, name="task"),
    path("<int:pk>/done/", done, name="done"),
    path("<int:pk>/steps/", steps, name="steps"),
    path("<int:pk>/steps/<int:step>/", step, name="step"),
    path("bulk/", bulk, name="bulk"),
    *rule_patterns,
    *meeting_patterns,
    path("moves/new/", new_move, name="new_move"),
    path("moves/<int:pk>/", move, name="move"),
    path("moves/<int:pk>/choose/", acts.choose, name="move_choose"),
    path("moves/<int:pk>/add/", acts.add, name="move_add"),
    path("moves/<int:pk>/leave-out/", acts.leave_out, name="move_leave_out"),
    path("moves/<int:pk>/confirm/", acts.confirm, name="move_confirm"),
    path("moves/<int:pk>/drop/", acts.drop, name="move_drop"),
    path("progress/", progress, name="progress"),
    path("print/", print_plan, name="print"),
    path("export.<str:kind>", export, name="export"),
    path("shares/", shares, name="shares"),
    path("shares/<int:pk>/", stop, name="share_stop"),
    path("changes/", changes, name="changes"),
    path("changes/<int:pk>/", change, name="change"),
    path("changes/<int:pk>/undo/", undo_change, name="change_undo"),
]
