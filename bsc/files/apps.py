from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "bsc.files"
    label = "files"
