from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "fieldwise.apps.learning"
    default_auto_field = "django.db.models.BigAutoField"
