from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models.action_card import ActionCard
from plans.models.poster import Poster


class PaperWords(models.Model):
    """What a municipality puts on its paper beside the plan: its values, what it builds on, its logo.

    An empty list is not printed; the portal invents none.
    """

    personal: ClassVar[tuple[str, ...]] = ("changed_by",)

    municipality = models.OneToOneField(
        "organisation.Municipality", on_delete=models.CASCADE, related_name="paper_words"
    )
    values = models.JSONField(default=list, help_text="short lines: what the municipality stands for")
    prerequisites = models.JSONField(default=list, help_text="short lines: what has to be in place")
    logo = models.BinaryField(null=True, help_text="PNG, written anew by us")
    logo_text = models.CharField(max_length=80, blank=True, help_text="what the logo says")
    logo_key = models.CharField(max_length=16, blank=True, help_text="digest of the logo")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(logo__isnull=True) | ~Q(logo_text=""), name="a_logo_says_what_it_shows"
            )
        ]

    def __str__(self) -> str:
        return str(self.municipality_id)


class Hanging(models.Model):
    """A poster on a wall: where, which, and who hung it. Taken down it stays in the book."""

    personal: ClassVar[tuple[str, ...]] = ("hung_by", "taken_down_by")

    unit = models.ForeignKey("organisation.Unit", on_delete=models.CASCADE, related_name="hangings")
    card = models.ForeignKey(ActionCard, on_delete=models.PROTECT, related_name="hangings")
    poster = models.ForeignKey(Poster, on_delete=models.PROTECT, related_name="hangings")
    size = models.CharField(max_length=8)
    room = models.CharField(max_length=80)
    hung_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    hung_at = models.DateTimeField()
    outdated_at = models.DateTimeField(
        null=True, blank=True, help_text="since when the portal would print something else"
    )
    told_at = models.DateTimeField(null=True, blank=True, help_text="when the unit's leader was told")
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["room", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["unit"], condition=Q(taken_down_at__isnull=True), name="plans_posters_that_hang"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(room=""), name="a_poster_hangs_somewhere"),
            models.CheckConstraint(
                condition=Q(taken_down_at__isnull=True) | Q(taken_down_by__isnull=False),
                name="somebody_took_the_poster_down",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poster_id} {self.room}"


class PosterRun(models.Model):
    """Many posters made in one go by the worker, a handful at a time; it can be stopped and resumed."""

    personal: ClassVar[tuple[str, ...]] = ("asked_by",)

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        STOPPED = "stopped", _("Stopped")
        FINISHED = "finished", _("Finished")

    municipality = models.ForeignKey(
        "organisation.Municipality", on_delete=models.CASCADE, related_name="poster_runs"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    work = models.JSONField(help_text="[card, size, unit or null] for each poster, in order")
    position = models.PositiveIntegerField(default=0, help_text="how many have been looked at")
    made = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(state="running"),
                name="a_municipality_makes_its_posters_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["running", "stopped", "finished"]), name="a_run_has_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.asked_at}"
