"""Home and help, the coach's queue, and the outbox, inside a collaborative."""

from django.urls import URLPattern, URLResolver, path

from bsc.home.views import coach, explore, helping, home, outbox

app_name = "home"

urlpatterns: list[URLPattern | URLResolver] = [
    path("home/", home.home, name="home"),
    path("help/", helping.helping, name="help"),
    path("help/<int:pk>/write/", helping.write, name="write"),
    path("coach/", coach.coach, name="coach"),
    path("explore/", explore.explore, name="explore"),
    path("explore/lines.json", explore.lines, name="explore_lines"),
    path("explore/numbers.csv", explore.numbers, name="explore_numbers"),
    path("outbox/", outbox.outbox_page, name="outbox"),
    path("outbox/<int:pk>/send-again/", outbox.outbox_send_again, name="outbox_send_again"),
]
