"""The first reading limit, to be confirmed."""

from datetime import date

from django.db import migrations

FIRST = {
    "persons_a_day": 300,
    "valid_from": date(2020, 1, 1),
    "source": "Mức tạm đặt khi triển khai, cần xác nhận",
}


def seed(apps, schema_editor):
    apps.get_model("people", "ReadingLimit").objects.get_or_create(
        valid_from=FIRST["valid_from"], defaults=FIRST
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
