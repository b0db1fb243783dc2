from django.urls import URLPattern, URLResolver, path

from centers.assessment.views import rate, results, rounds, settle

app_name = "assessment"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new_round, name="new_round"),
    path("rounds/<int:pk>/", rounds.change_round, name="round"),
    path("rounds/<int:pk>/start/<int:team>/", rounds.start, name="start"),
    path("teams/", results.teams, name="teams"),
    path("teams/<int:team>/", results.results, name="results"),
    path("<int:pk>/<int:number>/", rate.rate, name="rate"),
    path("<int:pk>/settle/", settle.settle, name="settle"),
    path("<int:pk>/reopen/", settle.reopen, name="reopen"),
]
