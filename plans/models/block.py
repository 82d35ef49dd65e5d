import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from plans.models.section import SectionVersion, slugs
from plans.vocabulary import Audience, BlockType


class Block(models.Model):
    """A piece of one section version: what kind it is, who sees it, when it applies, and its words.

    `key` is the block's identity through the versions, so that two versions can be compared piece
    by piece; `number` counts the changes of this block alone (STOP advice shows it).

    `items` holds, by type: steps and lists [str]; do_dont {"do": [str], "dont": [str]}; STOP advice
    [{"text", "line", "institution", "contacts"}] (see `plans.stops`); otherwise it is empty.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    version = models.ForeignKey(SectionVersion, on_delete=models.CASCADE, related_name="blocks")
    key = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=12, choices=BlockType.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.INTERNAL)
    professions = slugs()
    certainty = slugs()
    suspect = slugs()
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    items = models.JSONField(default=list, blank=True)
    translations = models.JSONField(
        default=dict,
        blank=True,
        help_text="STOP advice: language -> title and passages in the order of `items`",
    )
    code = models.CharField(max_length=8, blank=True, help_text="STOP advice: its letter")
    mirrors = slugs()
    contacts = slugs()
    reference = models.CharField(max_length=200, blank=True, help_text="legal reference, or name of the file")
    checked_on = models.DateField(null=True, blank=True, help_text="when the reference was checked")
    file = models.ForeignKey(
        "plans.PlanFile", null=True, blank=True, on_delete=models.PROTECT, related_name="blocks"
    )
    expert_check = models.BooleanField(
        default=False, help_text="an expert is to read this before it is published"
    )
    plain = models.TextField(blank=True, editable=False, help_text="the words alone, for search")
    search = models.GeneratedField(
        expression=SearchVector("plain", config="danish"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering: ClassVar = ["version", "position"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="plans_block_words")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="a_block_stands_once_in_a_version"),
            models.CheckConstraint(condition=Q(type__in=BlockType.values), name="a_block_is_of_a_known_type"),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="a_block_has_a_known_audience"
            ),
            models.CheckConstraint(
                condition=~Q(type=BlockType.STOP) | ~Q(code=""), name="stop_advice_has_a_letter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.title}".strip()
