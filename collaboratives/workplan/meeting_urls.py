"""Addresses of the team's meetings and decisions, below those of the workplan."""

from django.urls import URLPattern, path

from collaboratives.workplan.views.meetings.action_items import new_action_item
from collaboratives.workplan.views.meetings.closing import close, reopen
from collaboratives.workplan.views.meetings.decision import decision, reopen_decision
from collaboratives.workplan.views.meetings.decisions import decisions, new_decision
from collaboratives.workplan.views.meetings.listing import meetings
from collaboratives.workplan.views.meetings.meeting import meeting
from collaboratives.workplan.views.meetings.points import bring_points, change_point, new_point
from collaboratives.workplan.views.meetings.roles import roles
from collaboratives.workplan.views.meetings.to_agenda import to_agenda
from collaboratives.workplan.views.take import take

patterns: list[URLPattern] = [
    path("<int:pk>/take/", take, name="take"),
    path("meetings/", meetings, name="meetings"),
    path("meetings/put-on-agenda/", to_agenda, name="to_agenda"),
    path("meetings/points/<int:pk>/", change_point, name="change_point"),
    path("meetings/<int:pk>/", meeting, name="meeting"),
    path("meetings/<int:pk>/roles/", roles, name="meeting_roles"),
    path("meetings/<int:pk>/points/", new_point, name="new_point"),
    path("meetings/<int:pk>/bring-points/", bring_points, name="bring_points"),
    path("meetings/<int:pk>/action-items/", new_action_item, name="new_action_item"),
    path("meetings/<int:pk>/close/", close, name="close_meeting"),
    path("meetings/<int:pk>/reopen/", reopen, name="reopen_meeting"),
    path("decisions/", decisions, name="decisions"),
    path("decisions/new/", new_decision, name="new_decision"),
    path("decisions/<int:pk>/", decision, name="decision"),
    path("decisions/<int:pk>/reopen/", reopen_decision, name="reopen_decision"),
]
