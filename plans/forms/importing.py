"""Forms of the import: which file and plan, and what each heading becomes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beredskab.ui.forms import Button, Div, DkfdsForm, HintedChoiceField, Include, helper
from plans import prose
from plans.documents import Role
from plans.documents.reader import ENDINGS, LARGEST_WORD
from plans.editing.importing import Place
from plans.editing.proposals import Part
from plans.forms.editing import Choices, ManyField
from plans.models import Plan
from plans.vocabulary import Audience, PlanKind

ROLE_LABELS = {
    Role.TITLE: gettext_lazy("The title of the document"),
    Role.SECTION: gettext_lazy("A section of its own"),
    Role.PART: gettext_lazy("A heading inside the section above"),
    Role.TEXT: gettext_lazy("Ordinary text"),
    Role.OUT: gettext_lazy("Leave out, with the text below"),
}
SHOWN_OF_TEXT = 800  # characters of a paragraph that stand open; the rest is folded


class UploadForm(DkfdsForm):
    """The file, the plan it belongs to, and who may see it."""

    file = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("A Word document (.docx), a saved web page (.html), Markdown or plain text."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={
            "required": gettext_lazy("Choose a document"),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    kind = HintedChoiceField(label=gettext_lazy("Which plan is it?"))
    audience = HintedChoiceField(
        label=gettext_lazy("Who may see the text?"),
        choices=Audience.choices,
        hints={
            "public": gettext_lazy("Everybody on the internet can read it, once it is published."),
            "internal": gettext_lazy("Only people who are logged in. You can open it block by block later."),
        },
    )
    helper = helper("file", "kind", "audience", submit=gettext_lazy("Read the document"))

    def __init__(self, *args: Any, kinds: Mapping[PlanKind, Plan | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, plan.title if plan else one.label) for one, plan in kinds.items()]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean_file(self) -> Any:
        """Refuse by size before a byte is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_WORD:
            limit = {"limit": LARGEST_WORD // 1_000_000}
            raise ValidationError(_("The file is larger than %(limit)d MB.") % limit)
        return file


class ProposalForm(DkfdsForm):
    """One choice for each heading, the professions of each section, and where the sections go."""

    marks_optional = False
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, parts: Iterable[Part], professions: Choices, seen: int, draft: bool, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"seen": seen, "place": Place.AFTER}
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        self.professions = professions
        rows = [row for part in self.parts for row in self._row(part)]
        if draft:
            self.fields["place"] = _place_field()
        self.helper = helper(
            "seen",
            *rows,
            *(["place"] if draft else []),
            css_class="edit-wide import-proposal",
            buttons=(
                Button(_("Make the draft"), name="handling", value="accept"),
                Button(_("Show with my changes"), name="handling", value="show", kind="secondary"),
            ),
        )

    def _row(self, part: Part) -> Iterator[Any]:
        """What stands on the page for one piece."""
        if part.role == Role.TEXT and not part.may_choose:
            yield Include("plans/editing/import_text.html", part=part, **_told(part))
            return
        fields: list[Any] = []
        if part.may_choose:
            name = f"role_{part.number}"
            choices = [
                (r.value, label) for r, label in ROLE_LABELS.items() if r != Role.TITLE or not part.number
            ]
            self.fields[name] = forms.ChoiceField(
                label=_becomes(part), choices=choices, initial=part.role.value
            )
            fields.append(name)
        if part.role == Role.SECTION and not part.left_out:
            fields.append(self._professions(part))
        head = Include("plans/editing/import_head.html", part=part, **_told(part))
        yield Div(head, *fields, css_class=f"import-piece import-{part.role}")

    def _professions(self, part: Part) -> Any:
        name = f"professions_{part.number}"
        self.fields[name] = ManyField(
            _("Which professions is the section for?"),
            self.professions,
            help_text=_("None ticked: for all."),
            initial=list(part.professions),
        )
        chosen = [str(label) for slug, label in self.professions if slug in part.professions]
        summary = _("For: %(people)s") % {"people": ", ".join(chosen) if chosen else _("everybody")}
        return _Folded(summary, Div(name, css_class="edit-columns"))

    def roles(self) -> dict[int, Role]:
        """Number of the piece -> what it becomes."""
        told = self.cleaned_data
        return {p.number: Role(told[f"role_{p.number}"]) for p in self.parts if f"role_{p.number}" in told}

    def for_whom(self) -> dict[int, list[str]]:
        """Number of the section's heading -> professions; a heading that was not asked keeps its own."""
        told = self.cleaned_data
        return {p.number: told.get(f"professions_{p.number}", list(p.professions)) for p in self.parts}

    def place(self) -> Place:
        """Where the sections go."""
        return Place(self.cleaned_data["place"]) if "place" in self.fields else Place.NEW


def _place_field() -> HintedChoiceField:
    return HintedChoiceField(
        label=_("There is a draft already. What shall happen to it?"),
        choices=[
            (Place.AFTER.value, _("Put the new sections after those of the draft")),
            (Place.INSTEAD.value, _("Throw the draft away and use the document instead")),
        ],
        hints={
            Place.INSTEAD.value: _(
                "What was written in the draft is gone. Published editions stay as they are."
            )
        },
    )


def _told(part: Part) -> dict[str, Any]:
    words = prose.plain(part.piece.text)
    is_long = len(words) > SHOWN_OF_TEXT
    count = len(words.split())
    return {
        "words": words,
        "start": words[:SHOWN_OF_TEXT].rsplit(" ", 1)[0] + " …" if is_long else "",
        "shown": prose.render(part.piece.text),
        "more": ngettext("All of it (%d word)", "All of it (%d words)", count) % count,
    }


def _becomes(part: Part) -> SafeString:
    """»Becomes«, and for whoever hears the page also which words."""
    words = prose.plain(part.piece.text)[:80]
    return format_html('<span class="sr-only">”{}”: </span>{}', words, _("Becomes"))


class _Folded:
    """Fields inside a fold-out, drawn by the component."""

    def __init__(self, summary: str, *fields: Any) -> None:
        self.summary, self.fields = summary, fields

    def render(self, form: Any, context: Any, template_pack: str = "dkfds", **kwargs: Any) -> Any:
        drawn = [one.render(form, context, template_pack=template_pack, **kwargs) for one in self.fields]
        told = {"summary": self.summary, "html": SafeString("".join(drawn))}
        return render_to_string("components/details.html", told)
