"""The list of employees: the file, and the yes after looking at it; what a title means."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beredskab.administration.importing import reading
from beredskab.administration.importing.meanings import Title
from beredskab.organisation.models import Profession
from beredskab.ui.forms import DkfdsForm, helper


class UploadForm(DkfdsForm):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy(
            "A CSV file with everybody who is employed. It says nothing about children, and no CPR number."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={
            "required": gettext_lazy("Choose the list"),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    helper = helper("file", submit=gettext_lazy("Read the list"))

    def clean_file(self) -> Any:
        """Refuse by size before a byte is read."""
        file = self.cleaned_data["file"]
        if file.size > reading.LARGEST:
            limit = {"limit": reading.LARGEST // 1_000_000}
            raise ValidationError(_("The file is larger than %(limit)d MB.") % limit)
        return file


class ConfirmForm(DkfdsForm):
    """The yes. Many leavers are asked about by number, so that a yes counts for what was seen."""

    marks_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, leaving: int, is_asked_about: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaving = leaving
        names = []
        if is_asked_about:
            self.fields["left"] = forms.BooleanField(
                label=ngettext("Yes, %(count)d person has left", "Yes, %(count)d people have left", leaving)
                % {"count": leaving},
                error_messages={"required": _("Say yes to it, or throw the list away")},
            )
            self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, initial=leaving)
            names = ["left", "seen"]
        self.helper = helper(*(names or ["nothing"]), submit=_("Take them in"))
        if not names:
            self.fields["nothing"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def accepted(self) -> int:
        """How many leavers were seen and said yes to."""
        return int(self.cleaned_data.get("seen") or 0) if self.cleaned_data.get("left") else 0


NONE, UNSAID = "none", ""


class TitlesForm(DkfdsForm):
    """One choice for each title."""

    marks_optional: ClassVar[bool] = False

    def __init__(
        self, *args: Any, titles: Iterable[Title], professions: Iterable[Profession], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, str | Promise]] = [
            (UNSAID, _("Not said yet")),
            *((str(one.pk), one.name) for one in professions),
            (NONE, _("None of them: reads what is for everybody")),
        ]
        self.titles = list(titles)
        for number, one in enumerate(self.titles):
            self.fields[f"title_{number}"] = forms.ChoiceField(
                label=one.title,
                choices=choices,
                required=False,
                initial=self._now(one),
                help_text=ngettext("%(count)d person", "%(count)d people", one.people)
                % {"count": one.people},
            )
        self.helper = helper(submit=_("Save"), css_class="edit-columns")

    def _now(self, one: Title) -> str:
        if not one.is_known:
            return UNSAID
        return str(one.profession) if one.profession else NONE

    def meant(self) -> dict[str, int | None]:
        """What was said differently from how it stands."""
        told = {}
        for number, one in enumerate(self.titles):
            said = self.cleaned_data.get(f"title_{number}", "")
            if said not in (UNSAID, self._now(one)):
                told[one.title] = None if said == NONE else int(said)
        return told
