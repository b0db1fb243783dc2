from django.urls import path

from collaboratives.schedule.views.attendance import attendance
from collaboratives.schedule.views.calendar import calendar
from collaboratives.schedule.views.cancel import cancel
from collaboratives.schedule.views.edit import edit
from collaboratives.schedule.views.event import event
from collaboratives.schedule.views.new import new
from collaboratives.schedule.views.series import new_series

app_name = "schedule"

urlpatterns = [
    path("", calendar, name="list"),
    path("new/", new, name="new"),
    path("new-series/", new_series, name="new_series"),
    path("<int:pk>/", event, name="event"),
    path("<int:pk>/edit/", edit, name="edit"),
    path("<int:pk>/cancel/", cancel, name="cancel"),
    path("<int:pk>/attendance/", attendance, name="attendance"),
]
