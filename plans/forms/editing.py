"""Forms of the editor: a block, the heading of a section, a contact, what is handed in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.organisation.models import Contact
from beredskab.ui.forms import (
    Button,
    CountedTextarea,
    DatePartsField,
    Div,
    DkfdsForm,
    Fieldset,
    HintedChoiceField,
    HintedMultipleChoiceField,
    helper,
)
from plans import checking, prose, stops
from plans.contents import BlockContent
from plans.files import Document
from plans.forms.files import DocumentField
from plans.models import SectionVersion
from plans.vocabulary import Audience, BlockType, Certainty, Suspect

Choices = Sequence[tuple[str, Any]]
WORDS = gettext_lazy(
    "**bold**, *italics*, lines that begin with - make a list. "
    "{nummer: fagchef} shows that number, always the newest."
)
ONE_A_LINE = gettext_lazy("One on each line.")
_GAP = re.compile(r"\{nummer: ([a-z0-9-]+)\}")
FREE_TYPES = (
    BlockType.TEXT, BlockType.STEPS, BlockType.DO_DONT, BlockType.WARNING, BlockType.CONTACT,
    BlockType.LEGAL, BlockType.FOLD_OUT, BlockType.QUOTE, BlockType.FILE,
)  # fmt: skip


class ManyField(HintedMultipleChoiceField):
    """Check boxes where none means: for all."""

    def __init__(self, label: Any, choices: Choices = (), **kwargs: Any) -> None:
        super().__init__(label=label, choices=choices, required=False, **kwargs)


class LinesField(forms.CharField):
    """A text area that gives one entry for each line."""

    def __init__(self, label: Any, *, most: int = 40, help_text: Any = ONE_A_LINE) -> None:
        self.most = most
        super().__init__(
            label=label, required=False, max_length=8000, help_text=help_text, widget=CountedTextarea()
        )

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(_("At most %d lines") % self.most)
        return lines


class BlockForm(DkfdsForm):
    """One block: the fields that its type has, for whom it is, and the mark of what was shown."""

    title = forms.CharField(label=gettext_lazy("Heading"), required=False, max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=20000,
        help_text=WORDS,
        widget=CountedTextarea(rows=12),
    )
    lines = LinesField(gettext_lazy("Steps"))
    do = LinesField(gettext_lazy("Do"))
    dont = LinesField(gettext_lazy("Do not"))
    reference = forms.CharField(label=gettext_lazy("Legal reference"), required=False, max_length=200)
    checked_on = DatePartsField(label=gettext_lazy("Checked on"), required=False)
    document = DocumentField(
        required=False,
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A PDF, or a document from Word, Excel, PowerPoint or LibreOffice, at most 10 MB. "
            "Nothing about persons, and no macros."
        ),
    )
    contacts = ManyField(gettext_lazy("Contacts"))
    audience = HintedChoiceField(
        label=gettext_lazy("Who may see it?"),
        choices=Audience.choices,
        hints={"public": gettext_lazy("Everybody on the internet can read it.")},
    )
    professions = ManyField(
        gettext_lazy("Only for these professions"), help_text=gettext_lazy("None ticked: for all.")
    )
    certainty = ManyField(gettext_lazy("Only in case of"), Certainty.choices)
    suspect = ManyField(gettext_lazy("Only when the suspicion is directed against"), Suspect.choices)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(
        self,
        *args: Any,
        content: BlockContent,
        seen: str,
        contacts: Mapping[str, Contact],
        professions: Choices,
        languages: Choices = (),
        **kwargs: Any,
    ) -> None:
        self.content, self.known = content, contacts
        kwargs["initial"] = {**_initial(content), "seen": seen, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["professions"].choices = professions  # type: ignore[attr-defined]  # a choice field
        self.fields["contacts"].choices = [(slug, one.function) for slug, one in contacts.items()]  # type: ignore[attr-defined]
        self.languages = tuple(languages)
        self._add_passages()
        named = _FIELDS[BlockType(content.type)]
        shown = [one for name in named for one in (self.passages if name == "passages" else [name])]
        who = () if content.type == BlockType.STOP else _WHO  # when advice is due, the guide decides
        for name in set(self.fields) - {*shown, *who, "seen"}:
            del self.fields[name]
        if content.type == BlockType.STEPS:
            self.fields["lines"].required = True
        if content.type == BlockType.FILE:
            self._ask_for_a_file()
        self.helper = helper(
            *map(_in_columns, shown),
            *([Fieldset(_("For whom and when"), *map(_in_columns, who))] if who else []),
            "seen",
            submit=_("Save in the draft"),
            css_class="edit-wide",
        )

    def _ask_for_a_file(self) -> None:
        field = self.fields["document"]
        if self.content.file_id:
            field.label = _("Another file instead of %s") % self.content.reference
        else:
            field.required = True
            field.error_messages["required"] = _("Choose a file")

    def _add_passages(self) -> None:
        """STOP advice: the words of each passage; for whom a passage holds stays as it is."""
        self.passages: list[str] = []
        if self.content.type != BlockType.STOP:
            return
        for number, passage in enumerate(self.content.items, start=1):
            name = f"passage_{number}"
            self.fields[name] = forms.CharField(
                label=_("Passage %d") % number,
                max_length=2000,
                initial=passage["text"],
                help_text=_passage_hint(passage),
                widget=CountedTextarea(rows=4),
            )
            self.passages.append(name)
        for language, name in self.languages:
            self._add_translation(language, name)

    def _add_translation(self, language: str, name: str) -> None:
        """The same advice in another language; what is missing holds up publishing, not saving."""
        told = self.content.translations.get(language, {})
        words = told.get("passages", [])
        fields = {f"title_{language}": (_("Heading"), told.get("title", ""))}
        for number, passage in enumerate(self.content.items, start=1):
            before = words[number - 1] if number <= len(words) else ""
            fields[f"passage_{language}_{number}"] = (_("Passage %d") % number, before)
            del passage
        for field_name, (label, initial) in fields.items():
            self.fields[field_name] = forms.CharField(
                label=f"{label} – {name}",
                required=False,
                max_length=2000,
                initial=initial,
                widget=CountedTextarea(rows=3),
            )
            self.passages.append(field_name)
        if told and stops.is_behind(self.content.title, self.content.items, told):
            self.fields[f"fits_{language}"] = forms.BooleanField(
                label=_("I have read it: the words in %s say the same as the advice does now.") % name,
                required=False,
            )
            self.passages.append(f"fits_{language}")

    def _translations(self) -> dict[str, Any]:
        """What the form says in each language it asked for; other languages stay as they were."""
        told = dict(self.content.translations)
        for language, _name in self.languages:
            numbers = range(1, len(self.content.items) + 1)
            words = {
                "title": self.cleaned_data.get(f"title_{language}", ""),
                "passages": [self.cleaned_data.get(f"passage_{language}_{n}", "") for n in numbers],
            }
            told[language] = {**words, "of": self._translates(language, words)}
        return told

    def _translates(self, language: str, words: Mapping[str, Any]) -> str:
        """Of which words it is a translation: of the new ones where somebody wrote in it or says so."""
        old, before = self.content, self.content.translations.get(language, {})
        is_written = any(words[name] != before.get(name) for name in ("title", "passages"))
        if is_written or self.cleaned_data.get(f"fits_{language}"):
            return stops.digest(self.cleaned_data.get("title", old.title), self._items())
        return str(before.get("of") or stops.digest(old.title, old.items))

    def clean(self) -> dict[str, Any]:
        """A public block points at public contacts only, and a block says something."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            content = self.made()
            if not content.words() and not content.contacts and not self.sent():
                first = next(iter(self.fields))
                self.add_error(first, _("Write something, or remove the block"))
            elif hidden := self._hidden_contacts(content):
                words = _("%s is for staff only. Choose staff only for the block, or another contact")
                self.add_error("audience", words % ", ".join(hidden))
        return cleaned

    def _hidden_contacts(self, content: BlockContent) -> list[str]:
        if content.audience != Audience.PUBLIC:
            return []
        named = {*content.contacts, *_GAP.findall(f"{content.text} {content.items}")}
        found = (self.known[slug] for slug in sorted(named) if slug in self.known)
        return [one.function for one in found if one.audience != Contact.Audience.PUBLIC]

    def sent(self) -> Document | None:
        """The file that was sent with the form."""
        found: Document | None = self.cleaned_data.get("document")
        return found

    def made(self) -> BlockContent:
        """The block as the form says it; what the form does not ask stays as it was."""
        told = self.cleaned_data
        old = self.content
        return BlockContent(
            type=old.type,
            code=old.code,
            mirrors=old.mirrors,
            expert_check=old.expert_check,
            file_id=old.file_id,
            translations=self._translations() if old.type == BlockType.STOP else old.translations,
            audience=told.get("audience", old.audience),
            title=told.get("title", old.title),
            text=told.get("text", old.text).replace("\r\n", "\n"),
            items=self._items(),
            contacts=tuple(told["contacts"]) if "contacts" in told else old.contacts,
            reference=told.get("reference", old.reference),
            checked_on=told.get("checked_on", old.checked_on),
            professions=tuple(told.get("professions", old.professions)),
            certainty=tuple(told.get("certainty", old.certainty)),
            suspect=tuple(told.get("suspect", old.suspect)),
        )

    def _items(self) -> Any:
        told = self.cleaned_data
        if self.content.type == BlockType.DO_DONT:
            return {"do": told["do"], "dont": told["dont"]}
        if self.content.type == BlockType.STEPS:
            return told["lines"]
        if self.content.type == BlockType.STOP:
            own = [f"passage_{n}" for n in range(1, len(self.content.items) + 1)]
            pairs = zip(own, self.content.items, strict=True)
            return [{**passage, "text": told[name]} for name, passage in pairs]
        return self.content.items


_WHO = ("audience", "professions", "certainty", "suspect")
_FIELDS: Mapping[BlockType, tuple[str, ...]] = {
    BlockType.TEXT: ("title", "text"),
    BlockType.WARNING: ("title", "text"),
    BlockType.FOLD_OUT: ("title", "text"),
    BlockType.QUOTE: ("title", "text"),
    BlockType.FILE: ("title", "text", "document"),
    BlockType.STEPS: ("title", "lines", "text"),
    BlockType.DO_DONT: ("title", "do", "dont"),
    BlockType.CONTACT: ("title", "contacts", "text"),
    BlockType.LEGAL: ("title", "reference", "text", "checked_on"),
    BlockType.STOP: ("title", "passages", "contacts"),
}


def _in_columns(name: str) -> Any:
    """Many check boxes stand beside each other where there is room."""
    many = ("contacts", "professions", "suspect")
    return Div(name, css_class="edit-columns") if name in many else name


def _initial(content: BlockContent) -> dict[str, Any]:
    names = ("title", "text", "reference", "checked_on", "audience")
    told: dict[str, Any] = {name: getattr(content, name) for name in names}
    for name in ("contacts", "professions", "certainty", "suspect"):
        told[name] = list(getattr(content, name))
    items = content.items
    if isinstance(items, Mapping):
        return {**told, "do": "\n".join(items["do"]), "dont": "\n".join(items["dont"])}
    if content.type == BlockType.STEPS:
        return {**told, "lines": "\n".join(items)}
    return told


def _passage_hint(passage: Mapping[str, Any]) -> str:
    from plans.vocabulary import Institution, Line

    limits = [str(Line(one).label) for one in passage.get("line") or ()]
    if where := passage.get("institution"):
        limits.append(str(Institution(where).label))
    return _("Only shown: %s") % ", ".join(limits) if limits else ""


class NewBlockForm(DkfdsForm):
    """Which kind of block to add."""

    type = HintedChoiceField(
        label=gettext_lazy("What do you want to add?"),
        choices=[(one.value, one.label) for one in FREE_TYPES],
        hints={
            BlockType.STEPS: gettext_lazy("Numbered: what to do first, second, third."),
            BlockType.WARNING: gettext_lazy("What must not go wrong."),
            BlockType.CONTACT: gettext_lazy("A number from the contacts, always the newest."),
            BlockType.FOLD_OUT: gettext_lazy("Folded together until somebody opens it."),
            BlockType.FILE: gettext_lazy("A document that readers can open or save."),
        },
    )
    heading_field = "type"
    helper = helper("type", submit=gettext_lazy("Continue"))


class HeadingForm(DkfdsForm):
    """Title, summary and readers of a section."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("What one must know even without reading on."),
        widget=CountedTextarea(rows=3),
    )
    chapter = forms.CharField(label=gettext_lazy("Chapter"), required=False, max_length=120)
    professions = ManyField(
        gettext_lazy("Which professions is the section for?"),
        help_text=gettext_lazy("None ticked: for all."),
    )
    must_acknowledge = forms.BooleanField(
        label=gettext_lazy("Readers confirm that they have read it"), required=False
    )
    form_step = forms.ChoiceField(
        label=gettext_lazy("Leads to this step of the guided form"),
        required=False,
        help_text=gettext_lazy("Readers get a button that opens the form there."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(
        self, *args: Any, version: SectionVersion, seen: str, professions: Choices, **kwargs: Any
    ) -> None:
        names = ("title", "summary", "chapter", "professions", "must_acknowledge", "form_step")
        kwargs["initial"] = {**{name: getattr(version, name) for name in names}, "seen": seen}
        super().__init__(*args, **kwargs)
        steps = [("", _("No step")), *checking.form_steps().items()]
        self.fields["form_step"].choices = steps  # type: ignore[attr-defined]  # a choice field
        self.fields["professions"].choices = professions  # type: ignore[attr-defined]  # a choice field
        self.helper = helper(
            *map(_in_columns, names), "seen", submit=_("Save in the draft"), css_class="edit-wide"
        )


NOT_LOGGED_IN = "-"
"""Stands among the professions; no slug looks like it."""


class PreviewForm(DkfdsForm):
    """»Vis som: Pædagog«, or as anybody on the internet."""

    marks_optional = False
    role = forms.ChoiceField(label=gettext_lazy("Show as"), required=False)

    def __init__(self, *args: Any, professions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = [("", _("Everybody")), (NOT_LOGGED_IN, _("Somebody who is not logged in"))]
        self.fields["role"].choices = [*first, *professions]  # type: ignore[attr-defined]
        self.helper = helper("role", method="get", css_class="toolbar", buttons=(
            Button(_("Show"), kind="secondary"),
        ))  # fmt: skip


def lix_text(content: BlockContent) -> str:
    """»LIX 47 – svær. Del de lange sætninger.« A hint, never a stop; empty for a few words."""
    items = content.items
    lines: Iterable[str] = ()
    if isinstance(items, Mapping):
        lines = [*items.get("do", ()), *items.get("dont", ())]
    elif items:
        lines = [one["text"] if isinstance(one, Mapping) else one for one in items]
    measured = prose.lix("\n\n".join([content.text, *lines]))
    if measured.words < 8:
        return ""
    told = _("LIX %(value)d – %(band)s.") % {"value": measured.value, "band": measured.band}
    return f"{told} {_('Part the long sentences.')}" if measured.value > 40 else told
