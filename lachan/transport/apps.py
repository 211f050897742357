from django.apps import AppConfig


class TransportConfig(AppConfig):
    name = "lachan.transport"
    label = "transport"
    default_auto_field = "django.db.models.BigAutoField"
