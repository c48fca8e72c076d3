"""The migrations of all versions of the app."""

import os
import time
from pathlib import Path

from django.db import migrations, models

NAMES = ("one", "three", "fifteen")


def fill(apps, schema_editor):
    things = apps.get_model("later", "Thing").objects.using(schema_editor.connection.alias)
    things.bulk_create(things.model(name=name) for name in NAMES)


def measure(apps, schema_editor):
    things = apps.get_model("later", "Thing").objects.using(schema_editor.connection.alias)
    for thing in things.all():
        things.filter(id=thing.id).update(size=len(thing.name))


def fail(apps, schema_editor):
    raise ValueError("No color is known.")


def lose(apps, schema_editor):
    apps.get_model("later", "Thing").objects.using(schema_editor.connection.alias).first().delete()


def wait(apps, schema_editor):
    Path(os.environ["MARK"]).touch()
    time.sleep(60)


class First(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            "Thing",
            [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=40))],
        ),
        migrations.RunPython(fill),
    ]


class Second(migrations.Migration):
    dependencies = [("later", "0001_initial")]
    operations = [
        migrations.AddField("Thing", "size", models.IntegerField(default=0)),
        migrations.RunPython(measure),
    ]


class Third(migrations.Migration):
    """What each unhappy version does last."""

    dependencies = [("later", "0002_size")]


class Failing(Third):
    operations = [
        migrations.RemoveField("Thing", "name"),
        migrations.RunPython(fail),
    ]


class Losing(Third):
    operations = [migrations.RunPython(lose)]


class Slow(Third):
    operations = [migrations.RemoveField("Thing", "name"), migrations.RunPython(wait)]
