from django.urls import URLPattern, URLResolver, path

from collaboratives.community.views import new, photos, topic, topic_list

app_name = "community"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", topic_list.topics, name="list"),
    path("new/", new.new, name="new"),
    path("<int:pk>/", topic.topic, name="topic"),
    path("<int:pk>/pin/", topic.pin, name="pin"),
    path("<int:pk>/remove/", topic.remove, name="remove"),
    path("replies/<int:pk>/remove/", topic.remove_post, name="remove_post"),
    path("photos/<int:pk>/", photos.photo, name="photo"),
    path("photos/<int:pk>/remove/", photos.remove, name="remove_photo"),
]
