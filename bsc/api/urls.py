"""The API, version 1. Everything below a collaborative derives from ``CollaborativeView``."""

from django.urls import URLPattern, URLResolver, include, path

from bsc.api import (
    collaborative,
    comments,
    cycle_acts,
    cycles,
    metrics,
    months,
    ramps,
    rooms,
    series,
    submissions,
    taps,
    values,
    weeks,
)
from bsc.api.base import Nowhere
from bsc.api.schema import Description

app_name = "api"

inside_a_collaborative: list[URLPattern | URLResolver] = [
    path("", collaborative.TheCollaborative.as_view(), name="collaborative"),
    path("teams/", collaborative.Teams.as_view(), name="teams"),
    path("drivers/", collaborative.Drivers.as_view(), name="drivers"),
    path("metrics/", metrics.Metrics.as_view(), name="metrics"),
    path("metrics/<int:pk>/", metrics.OneMetric.as_view(), name="metric"),
    path("metrics/<int:pk>/series/", series.SeriesOfTeams.as_view(), name="series"),
    path("metrics/<int:pk>/total/", series.TotalOfTeams.as_view(), name="total"),
    path("values/", values.Values.as_view(), name="values"),
    path("values/<int:pk>/", values.OneValue.as_view(), name="value"),
    path("values/weeks/", weeks.Weeks.as_view(), name="weeks"),
    path("submissions/", submissions.Submissions.as_view(), name="submissions"),
    path("submissions/<int:team>/<str:month>/", months.OneMonth.as_view(), name="month"),
    path("submissions/<int:team>/<str:month>/submit/", months.SubmitMonth.as_view(), name="submit"),
    path("submissions/<int:team>/<str:month>/reopen/", months.ReopenMonth.as_view(), name="reopen"),
    path("ramps/", ramps.Ramps.as_view(), name="ramps"),
    path("ramps/<int:pk>/", ramps.OneRamp.as_view(), name="ramp"),
    path("cycles/", cycles.Cycles.as_view(), name="cycles"),
    path("cycles/counts/", cycles.CycleCounts.as_view(), name="cycle_counts"),
    path("cycles/<int:pk>/", cycles.OneCycle.as_view(), name="cycle"),
    path("cycles/<int:pk>/post/", cycle_acts.PostCycle.as_view(), name="post_cycle"),
    path("cycles/<int:pk>/start/", cycle_acts.StartCycle.as_view(), name="start_cycle"),
    path("cycles/<int:pk>/decision/", cycle_acts.DecideCycle.as_view(), name="decide_cycle"),
    path("cycles/<int:pk>/next/", cycle_acts.NextCycle.as_view(), name="next_cycle"),
    path("cycles/<int:pk>/take-over/", cycle_acts.TakeOverCycle.as_view(), name="take_over_cycle"),
    path("comments/", comments.Comments.as_view(), name="comments"),
    path("comments/<int:pk>/", comments.OneComment.as_view(), name="comment"),
    path("rooms/", rooms.Rooms.as_view(), name="rooms"),
    path("taps/", taps.Taps.as_view(), name="taps"),
    path("ramps/<int:pk>/stage/", ramps.RampStage.as_view(), name="ramp_stage"),
    path("cycles/<int:pk>/borrow/", cycle_acts.BorrowCycle.as_view(), name="borrow_cycle"),
    path("cycles/<int:pk>/thanks/", cycle_acts.Thanks.as_view(), name="thanks"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", Description.as_view(), name="schema"),
    path("c/<slug:slug>/", include(inside_a_collaborative)),
    path("<path:rest>", Nowhere.as_view()),
]
