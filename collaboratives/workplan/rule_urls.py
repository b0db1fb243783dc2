"""Addresses of what the plan asks for: rules, activities, named points, templates."""

from django.urls import URLPattern, path

from collaboratives.workplan.views import templates
from collaboratives.workplan.views.activities import activity, move, new_activity
from collaboratives.workplan.views.anchors import anchor, anchors, new_anchor
from collaboratives.workplan.views.rule import rule, stop_rule
from collaboratives.workplan.views.rules import rules

patterns: list[URLPattern] = [
    path("rules/", rules, name="rules"),
    path("rules/<int:pk>/", rule, name="rule"),
    path("rules/<int:pk>/stop/", stop_rule, name="stop_rule"),
    path("activities/new/", new_activity, name="new_activity"),
    path("activities/<int:pk>/", activity, name="activity"),
    path("activities/<int:pk>/move/", move, name="move_activity"),
    path("anchors/", anchors, name="anchors"),
    path("anchors/new/", new_anchor, name="new_anchor"),
    path("anchors/<slug:key>/", anchor, name="anchor"),
    path("templates/", templates.templates, name="templates"),
    path("templates/new/", templates.new_template, name="new_template"),
    path("templates/upload/", templates.upload, name="upload_template"),
    path("templates/<int:pk>/", templates.template, name="template"),
    path("templates/<int:pk>/remove/", templates.remove, name="remove_template"),
    path("templates/<int:pk>/download/", templates.download, name="download_template"),
]
