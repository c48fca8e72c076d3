from django.db import models


class Thing(models.Model):
    """Something that has a size since version two."""

    name = models.CharField(max_length=40)
    size = models.IntegerField(default=0)
