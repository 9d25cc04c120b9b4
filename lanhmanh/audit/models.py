"""The chain of events."""

from django.db import models

from lanhmanh.db.models import Frozen, classed


class Event(Frozen):
    """One thing that somebody did, tied to the event before it by its hash.

    No foreign keys: the trail must never stand in the way of live data, nor change with it.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=60, db_index=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_uid = models.CharField(max_length=64, blank=True, db_index=True)
    unit_id = models.BigIntegerField(null=True, db_index=True)
    facts = models.TextField(default="{}")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    classes = classed(
        internal="seq at actor_id verb object_type object_uid unit_id facts previous hash", personal="actor_name"
    )


class Head(models.Model):
    """The last link: locked while an event is added, compared when the chain is checked (a cut tail shows)."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    classes = classed(internal="id seq hash")
