from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "fieldwise.shell"
    label = "shell"
