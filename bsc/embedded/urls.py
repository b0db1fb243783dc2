from django.urls import path

from bsc.embedded import views

app_name = "demo"

urlpatterns = [
    path("demo/mail/", views.mailbox, name="mailbox"),
    path("demo/mail/<slug:name>/", views.letter, name="letter"),
]
