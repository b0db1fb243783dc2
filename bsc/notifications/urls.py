from django.urls import path

from bsc.notifications import views

app_name = "notifications"

urlpatterns = [path("e/<str:token>/mail/", views.mail_choice, name="mail_choice")]
