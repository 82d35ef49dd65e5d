"""The words of STOP advice in the form of a block: its passages, and the same in other languages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from beredskab.ui.forms import CountedTextarea
from plans import stops
from plans.contents import BlockContent
from plans.vocabulary import BlockType, Institution, Line


class Passages:
    """What a form of STOP advice asks beside title and contacts. For whom a passage holds stays as it is."""

    content: BlockContent
    languages: Sequence[tuple[str, Any]]
    passages: list[str]
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def _add_passages(self) -> None:
        """The words of each passage; nothing for other blocks."""
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
            return stops.digest(self.cleaned_data.get("title", old.title), self._own_passages())
        return str(before.get("of") or stops.digest(old.title, old.items))

    def _own_passages(self) -> list[dict[str, Any]]:
        """The passages with the words that the form has for them."""
        own = [f"passage_{n}" for n in range(1, len(self.content.items) + 1)]
        pairs = zip(own, self.content.items, strict=True)
        return [{**passage, "text": self.cleaned_data[name]} for name, passage in pairs]


def _passage_hint(passage: Mapping[str, Any]) -> str:
    limits = [str(Line(one).label) for one in passage.get("line") or ()]
    if where := passage.get("institution"):
        limits.append(str(Institution(where).label))
    return _("Only shown: %s") % ", ".join(limits) if limits else ""
