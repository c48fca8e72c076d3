"""One clock for all plays of a person; those who play already get theirs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def give_clocks(apps, schema_editor):
    people = apps.get_model("learning", "Play").objects.values_list("person_id", flat=True).distinct()
    clock = apps.get_model("learning", "WatchClock")
    clock.objects.bulk_create([clock(person_id=person_id) for person_id in people], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WatchClock",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reports", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(give_clocks, migrations.RunPython.noop),
    ]
