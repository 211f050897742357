from django.apps import AppConfig


class TracingConfig(AppConfig):
    name = "lachan.tracing"
    label = "tracing"
    default_auto_field = "django.db.models.BigAutoField"
