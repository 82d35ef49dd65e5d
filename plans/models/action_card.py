from typing import ClassVar

from django.db import models

from plans.models.section import slugs


class ActionCard(models.Model):
    """The one page for one role: what to do, what to say, whom to call. Posters print it."""

    personal: ClassVar[tuple[str, ...]] = ("proposed_by",)

    municipality = models.ForeignKey(
        "organisation.Municipality", on_delete=models.PROTECT, related_name="action_cards"
    )
    slug = models.SlugField(max_length=40, help_text="the role, as it stands in the short address")
    title = models.CharField(max_length=80)
    role = models.CharField(max_length=120, help_text="for whom, in words")
    professions = slugs()
    steps = models.JSONField(default=list, help_text="at most five: {bold, line}")
    say = models.JSONField(default=list, help_text="what one may say to the child")
    say_note = models.CharField(max_length=200, blank=True)
    never = models.JSONField(default=list)
    signs = models.JSONField(default=list)
    contacts = slugs()
    staff_room_only = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="0: new, not yet approved")
    translations = models.JSONField(
        default=dict, help_text="{language: the same words, and `of`: the digest of the text they translate}"
    )
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text="out of use since; its address goes on answering"
    )
    position = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(
        default=1, help_text="counts every save, proposals included; two editors are noticed by it"
    )
    proposal = models.JSONField(
        null=True, blank=True, help_text="changed words that wait for the second pair of eyes"
    )
    proposed_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposal_fits = models.CharField(
        max_length=20, blank=True, help_text="what the worker found: yes, or why it cannot be printed"
    )

    class Meta:
        ordering: ClassVar = ["municipality", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="a_role_has_one_action_card")
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_new(self) -> bool:
        """Written, but never approved: it is on no wall."""
        return self.version == 0
