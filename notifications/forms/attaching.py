"""Q10: files. One post takes several; each is looked at by itself, and what was good is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import Button, DkfdsForm, helper
from notifications.attachments import limits


class SeveralFiles(forms.FileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Gives a list of what was sent; empty when nothing was."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Django's own check for each of them."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in sent if one]


class AttachForm(DkfdsForm):
    """Choose files. Without script too; a phone offers its camera by itself."""

    chosen = SeveralFilesField(
        label=_("Choose pictures or PDFs"),
        required=False,
        help_text=_("PDF, JPG or PNG. Up to five files of 10 MB each."),
        widget=SeveralFiles(attrs={"accept": ".pdf,.jpg,.jpeg,.png", "class": "form-file"}),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, too_large: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.too_large = too_large
        self.fields["chosen"].unmarked = True  # type: ignore[attr-defined]  # pressing the button without is a slip
        self.helper = helper("chosen", buttons=(Button(_("Add the files"), kind="secondary"),))

    def clean_chosen(self) -> list[UploadedFile[Any]]:
        """What was sent; too large was thrown away while it arrived."""
        sent: list[UploadedFile[Any]] = self.cleaned_data["chosen"]
        if self.too_large:
            self.add_error("chosen", _("The file must be under 10 MB"))
        elif not sent:
            raise forms.ValidationError(_("Choose a file first"))
        return sent[: limits.MOST_FILES]
