"""The form of a block, and the choice of which kind of block to add."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.organisation.models import Contact
from beredskab.ui.forms import CountedTextarea, DatePartsField, DkfdsForm, Fieldset, HintedChoiceField, helper
from plans import prose
from plans.contents import BlockContent
from plans.files import Document
from plans.forms.editing import Choices, LinesField, ManyField, in_columns
from plans.forms.files import DocumentField
from plans.forms.passages import Passages
from plans.vocabulary import Audience, BlockType, Certainty, Suspect

WORDS = gettext_lazy(
    "**bold**, *italics*, lines that begin with - make a list. "
    "{nummer: fagchef} shows that number, always the newest."
)
_GAP = re.compile(r"\{nummer: ([a-z0-9-]+)\}")
FREE_TYPES = (
    BlockType.TEXT, BlockType.STEPS, BlockType.DO_DONT, BlockType.WARNING, BlockType.CONTACT,
    BlockType.LEGAL, BlockType.FOLD_OUT, BlockType.QUOTE, BlockType.FILE,
)  # fmt: skip


class BlockForm(Passages, DkfdsForm):
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
            *map(in_columns, shown),
            *([Fieldset(_("For whom and when"), *map(in_columns, who))] if who else []),
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
            return self._own_passages()
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
