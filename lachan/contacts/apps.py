from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "lachan.contacts"
    label = "contacts"
    default_auto_field = "django.db.models.BigAutoField"
