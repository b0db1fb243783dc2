from django.urls import URLPattern, URLResolver, path

from pdsa.views import comments, cycle, cycle_list, finish, photos, plan

app_name = "pdsa"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", cycle_list.show, name="list"),
    path("new/", plan.new, name="new"),
    path("<int:pk>/", cycle.show, name="cycle"),
    path("<int:pk>/plan/<int:step>/", plan.step, name="plan"),
    path("<int:pk>/discard/", plan.discard, name="discard"),
    path("<int:pk>/start/", cycle.start, name="start"),
    path("<int:pk>/finish/", finish.begin, name="finish"),
    path("<int:pk>/finish/<int:step>/", finish.step, name="finish_step"),
    path("<int:pk>/take-over/", cycle.take_over_test, name="take_over"),
    path("<int:pk>/next/", cycle.plan_next, name="next"),
    path("<int:pk>/thanks/", comments.thanks, name="thanks"),
    path("<int:pk>/comments/", comments.add, name="comment"),
    path("<int:pk>/notes/", comments.note, name="note"),
    path("comments/<int:pk>/remove/", comments.remove, name="comment_remove"),
    path("<int:pk>/photos/", photos.add, name="photo_add"),
    path("photos/<int:pk>/", photos.show, name="photo"),
    path("photos/<int:pk>/remove/", photos.remove, name="photo_remove"),
]
