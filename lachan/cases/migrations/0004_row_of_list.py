from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0003_list_order")]

    operations = [
        migrations.AddField(
            model_name="classified",
            name="reference",
            field=models.CharField(blank=True, max_length=80, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="classified",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("reference",),
                name="a row of a list classifies once",
            ),
        ),
    ]
