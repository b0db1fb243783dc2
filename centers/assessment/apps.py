from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "centers.assessment"
    label = "assessment"
