from django.urls import path

from collaboratives.framework.views.diagram import diagram
from collaboratives.framework.views.driver import driver
from collaboratives.framework.views.outline import outline

app_name = "framework"

urlpatterns = [
    path("", outline, name="outline"),
    path("diagram/", diagram, name="diagram"),
    path("<slug:key>/", driver, name="driver"),
]
