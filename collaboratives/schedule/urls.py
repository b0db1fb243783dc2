from django.urls import path

from collaboratives.schedule.views.attendance import attendance
from collaboratives.schedule.views.calendar import calendar
from collaboratives.schedule.views.cancel import cancel
from collaboratives.schedule.views.clashes import clashes, reopen
from collaboratives.schedule.views.edit import edit
from collaboratives.schedule.views.event import event
from collaboratives.schedule.views.event_file import event_file
from collaboratives.schedule.views.feed import feed
from collaboratives.schedule.views.new import new
from collaboratives.schedule.views.restore import restore
from collaboratives.schedule.views.series import new_series
from collaboratives.schedule.views.series_cancel import series_cancel
from collaboratives.schedule.views.series_change import series_change
from collaboratives.schedule.views.series_extend import series_extend
from collaboratives.schedule.views.series_list import series_list
from collaboratives.schedule.views.series_move import series_move
from collaboratives.schedule.views.series_page import series
from collaboratives.schedule.views.series_undo import series_undo
from collaboratives.schedule.views.weeks import weeks
from collaboratives.schedule.views.year import year

app_name = "schedule"

urlpatterns = [
    path("", calendar, name="list"),
    path("new/", new, name="new"),
    path("new-series/", new_series, name="new_series"),
    path("series/", series_list, name="series_list"),
    path("series/<int:pk>/", series, name="series"),
    path("series/<int:pk>/change/", series_change, name="series_change"),
    path("series/<int:pk>/move/", series_move, name="series_move"),
    path("series/<int:pk>/cancel/", series_cancel, name="series_cancel"),
    path("series/<int:pk>/extend/", series_extend, name="series_extend"),
    path("series/<int:pk>/undo/", series_undo, name="series_undo"),
    path("year/<int:number>/", year, name="year"),
    path("weeks/", weeks, name="weeks"),
    path("clashes/", clashes, name="clashes"),
    path("clashes/<int:pk>/reopen/", reopen, name="reopen_clash"),
    path("feed/", feed, name="feed"),
    path("<int:pk>/", event, name="event"),
    path("<int:pk>/event.ics", event_file, name="event_file"),
    path("<int:pk>/edit/", edit, name="edit"),
    path("<int:pk>/cancel/", cancel, name="cancel"),
    path("<int:pk>/restore/", restore, name="restore"),
    path("<int:pk>/attendance/", attendance, name="attendance"),
]
