"""Every encrypted field of every concern, draft and consultation, for whoever proves that a copy can be read.

A trial of a backup opens all of them; a field that is missing here would be trusted and never tried. The test
beside it looks through the models.
"""

import uuid
from collections.abc import Iterator

from django.db.models import Model

from notifications.models import (
    Answer,
    Assessment,
    Attachment,
    AttachmentPage,
    ConsultationLine,
    Decision,
    Forwarding,
    Handover,
    Message,
    Note,
    Observation,
    Transfer,
)

#: Model, the column with its subject, the first part of the field's name, the columns.
ROWS: tuple[tuple[type[Model], str, str, tuple[str, ...]], ...] = (
    (Assessment, "concern_id", "assessment", ("reason", "act", "told_child")),
    (Decision, "concern_id", "decision", ("reason", "talk_reason")),
    (Note, "concern_id", "note", ("text",)),
    (Message, "concern_id", "message", ("text",)),
    (Handover, "concern_id", "handover", ("file", "paper", "receipt")),
    (Forwarding, "concern_id", "forwarding", ("receiver", "channel", "accepted_who")),
    (Transfer, "concern_id", "transfer", ("reason", "answer")),
    (Attachment, "concern_id", "attachment", ("name",)),
    (Observation, "concern_id", "observation", ("text",)),
    (ConsultationLine, "consultation_id", "consultation", ("text",)),
)
AT_ONCE = 200


def every(*, using: str) -> Iterator[tuple[uuid.UUID, str, bytes]]:
    """(subject, the name under which it is sealed, ciphertext), row by row. As role `owner`."""
    answers = Answer.objects.using(using).values_list("concern_id", "question", "ciphertext")
    for subject, question, blob in answers.iterator(AT_ONCE):
        yield subject, question, bytes(blob)
    pages = AttachmentPage.objects.using(using).values_list(
        "concern_id", "attachment_id", "number", "ciphertext"
    )
    for subject, attachment, number, blob in pages.iterator(AT_ONCE):
        yield subject, f"attachment.{attachment}.{number}", bytes(blob)
    for model, subject_column, name, columns in ROWS:
        rows = model._default_manager.using(using).values_list("pk", subject_column, *columns)
        for pk, subject, *blobs in rows.iterator(AT_ONCE):
            for column, blob in zip(columns, blobs, strict=True):
                if blob is not None:
                    yield subject, f"{name}.{pk}.{column}", bytes(blob)
