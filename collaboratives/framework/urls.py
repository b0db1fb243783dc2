from django.urls import path

from collaboratives.framework.views.comment import (
    comment,
    comment_change,
    comment_reopen,
    comment_take_back,
)
from collaboratives.framework.views.comment_on import comment_on
from collaboratives.framework.views.comments import comments, comments_print
from collaboratives.framework.views.diagram import diagram, pdf
from collaboratives.framework.views.driver import driver
from collaboratives.framework.views.edit import edit, move
from collaboratives.framework.views.expert import (
    expert,
    expert_forget,
    expert_send,
    expert_take_back,
)
from collaboratives.framework.views.experts import experts
from collaboratives.framework.views.file import file_in, file_out
from collaboratives.framework.views.outline import outline
from collaboratives.framework.views.part import change, new, whole
from collaboratives.framework.views.release_new import release_new
from collaboratives.framework.views.releases import release_list, show
from collaboratives.framework.views.suggest import suggest
from collaboratives.framework.views.suggestions import decide, suggestions
from collaboratives.framework.views.taking_out import join, remove, take_back, take_out

app_name = "framework"

urlpatterns = [
    path("", outline, name="outline"),
    path("diagram/", diagram, name="diagram"),
    path("diagram/pdf/", pdf, name="diagram_pdf"),
    path("edit/", edit, name="edit"),
    path("edit/move/", move, name="move"),
    path("edit/words/", whole, name="whole"),
    path("edit/<slug:part>/new/", new, name="part_new"),
    path("edit/<slug:part>/<slug:ref>/", change, name="part"),
    path("edit/<slug:part>/<slug:ref>/retire/", take_out, name="retire"),
    path("edit/<slug:part>/<slug:ref>/back/", take_back, name="bring_back"),
    path("edit/<slug:part>/<slug:ref>/merge/", join, name="merge"),
    path("edit/<slug:part>/<slug:ref>/delete/", remove, name="delete"),
    path("releases/", release_list, name="releases"),
    path("releases/new/", release_new, name="release_new"),
    path("releases/<int:version>/", show, name="release"),
    path("suggestions/", suggestions, name="suggestions"),
    path("suggestions/<int:pk>/", decide, name="decide"),
    path("export.yaml", file_out, name="export"),
    path("import/", file_in, name="import"),
    path("experts/", experts, name="experts"),
    path("experts/<int:pk>/", expert, name="expert"),
    path("experts/<int:pk>/send/", expert_send, name="expert_send"),
    path("experts/<int:pk>/take-back/", expert_take_back, name="expert_take_back"),
    path("experts/<int:pk>/forget/", expert_forget, name="expert_forget"),
    path("comments/", comments, name="comments"),
    path("comments/print/", comments_print, name="comments_print"),
    path("comments/on/<slug:kind>/", comment_on, name="comment_on"),
    path("comments/on/<slug:kind>/<slug:key>/", comment_on, name="comment_on"),
    path("comments/<int:pk>/", comment, name="comment"),
    path("comments/<int:pk>/reopen/", comment_reopen, name="comment_reopen"),
    path("comments/<int:pk>/change/", comment_change, name="comment_change"),
    path("comments/<int:pk>/take-back/", comment_take_back, name="comment_take_back"),
    path("<slug:key>/", driver, name="driver"),
    path("<slug:key>/suggest/", suggest, name="suggest"),
]
