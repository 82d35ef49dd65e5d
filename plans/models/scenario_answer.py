from typing import ClassVar

from django.db import models

from plans.models.section import Section


class ScenarioAnswer(models.Model):
    """Somebody's first answer to a question of a section. Never changed.

    `reader` is an index that only this portal's key makes from the person: whose answer it is stands
    nowhere. `question` is the mark of the question's words. No time is kept.
    """

    personal: ClassVar[tuple[str, ...]] = ("reader",)

    reader = models.BinaryField(max_length=32)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=16)
    unit = models.ForeignKey(
        "organisation.Unit", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    option = models.PositiveSmallIntegerField()
    right = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reader", "question"], name="a_reader_answers_a_question_once")
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "question"], name="plans_answer_of_unit")]

    def __str__(self) -> str:
        return f"{self.question}: {self.option}"
