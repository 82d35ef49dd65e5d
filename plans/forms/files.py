"""Taking in a document: what comes in is looked into before anything is kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from plans import files
from plans.files import Document
from plans.vocabulary import FileKind


class DocumentField(forms.FileField):
    """A file input that gives a `files.Document` of one of these kinds, or None when left empty."""

    def __init__(self, *, kinds: Collection[FileKind] = tuple(FileKind), **kwargs: Any) -> None:
        self.kinds = kinds
        endings = ",".join(f".{kind.value}" for kind in kinds)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": endings, "class": "form-file"}))
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The document as it was looked into; what is not suitable says why."""
        sent: UploadedFile[Any] | None = super().clean(data, initial)
        if not sent:
            return None
        if sent.size and sent.size > files.MOST_BYTES:  # told before it is read into memory
            raise ValidationError(_("The file is larger than %d MB") % (files.MOST_BYTES // 1024 // 1024))
        try:
            found: Document = files.look_into(sent.name or "", sent.read())
        except files.Unsuitable as refusal:
            raise ValidationError(str(refusal), code="unsuitable") from refusal
        if found.kind not in self.kinds:
            raise ValidationError(
                _("Choose a file of the kind: %s") % ", ".join(str(k.label) for k in self.kinds)
            )
        return found


__all__ = ["DocumentField"]
