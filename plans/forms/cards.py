"""The form of an action card: at most five steps, short enough to be read from a wall."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.organisation.models import Contact
from beredskab.ui.forms import Div, DkfdsForm, Fieldset, helper
from plans.forms.editing import LinesField, ManyField

STEPS = 5
MOST_WORDS = 12


class CardForm(DkfdsForm):
    """What stands on the card of one role."""

    title = forms.CharField(label=gettext_lazy("Heading of the card"), max_length=80)
    role = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=120,
        help_text=gettext_lazy("For example: To teachers and after-school staff"),
    )
    say = LinesField(gettext_lazy("You can say"), most=4)
    say_note = forms.CharField(label=gettext_lazy("A remark below it"), required=False, max_length=200)
    never = LinesField(gettext_lazy("Take care"), most=4)
    signs = LinesField(gettext_lazy("Look for"), most=3)
    contacts = ManyField(gettext_lazy("Numbers on the card"))
    staff_room_only = forms.BooleanField(label=gettext_lazy("May only hang in staff rooms"), required=False)
    note = forms.CharField(label=gettext_lazy("Where it may hang"), required=False, max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        words: Mapping[str, Any],
        revision: int,
        contacts: Mapping[str, Contact],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {**_initial(words), "seen": revision}
        super().__init__(*args, **kwargs)
        self.order = [slug for slug in words.get("contacts", ()) if slug in contacts]
        self.fields["contacts"].choices = [(slug, one.function) for slug, one in contacts.items()]  # type: ignore[attr-defined]
        for number in range(1, STEPS + 1):
            self._add_step(number)
        steps = [
            Fieldset(_("Step %d") % number, f"bold_{number}", f"line_{number}")
            for number in range(1, STEPS + 1)
        ]
        rest = ("staff_room_only", "note", "seen")
        lists = ("say", "say_note", "never", "signs", Div("contacts", css_class="edit-columns"))
        self.helper = helper(
            "title", "role", *steps, *lists, *rest, submit=_("Send to approval"), css_class="edit-wide"
        )

    def _add_step(self, number: int) -> None:
        first = number == 1
        self.fields[f"bold_{number}"] = forms.CharField(
            label=_("What to do"),
            required=first,
            max_length=110,
            help_text=_("At most %d words. Printed in bold.") % MOST_WORDS,
        )
        self.fields[f"line_{number}"] = forms.CharField(
            label=_("One line on how"), required=False, max_length=200
        )
        for name in (f"bold_{number}", f"line_{number}"):
            self.initial.setdefault(name, self.initial.get(name, ""))

    def clean(self) -> dict[str, Any]:
        """Steps stand without holes, and what is bold can be taken in at a glance."""
        cleaned: dict[str, Any] = super().clean() or {}
        for number in range(1, STEPS + 1):
            bold, line = cleaned.get(f"bold_{number}", ""), cleaned.get(f"line_{number}", "")
            if len(bold.split()) > MOST_WORDS:
                words = _("Step %(step)d has %(words)d words in bold. Use at most %(most)d")
                told = {"step": number, "words": len(bold.split()), "most": MOST_WORDS}
                self.add_error(f"bold_{number}", words % told)
            if line and not bold:
                self.add_error(f"bold_{number}", _("Write what to do in step %d") % number)
        return cleaned

    def words(self) -> dict[str, Any]:
        """The card as the form says it; contacts keep their order, new ones come last."""
        told = self.cleaned_data
        names = ("title", "role", "say", "say_note", "never", "signs", "staff_room_only", "note")
        pairs = [(told[f"bold_{n}"], told[f"line_{n}"]) for n in range(1, STEPS + 1)]
        chosen = [slug for slug in self.order if slug in told["contacts"]]
        chosen += [slug for slug in told["contacts"] if slug not in chosen]
        return {
            **{name: told[name] for name in names},
            "steps": [{"bold": bold, "line": line} for bold, line in pairs if bold],
            "contacts": chosen,
        }


class TranslationForm(CardForm):
    """The words of a card in another language: as many steps as the Danish card has, no other numbers."""

    def __init__(self, *args: Any, danish: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, contacts={}, **kwargs)
        for name in ("contacts", "staff_room_only"):
            del self.fields[name]
        self.danish = danish
        for number in range(len(danish["steps"]) + 1, STEPS + 1):
            del self.fields[f"bold_{number}"], self.fields[f"line_{number}"]
        steps = [
            Fieldset(_("Step %d") % number, f"bold_{number}", f"line_{number}")
            for number in range(1, len(danish["steps"]) + 1)
        ]
        for number, step in enumerate(danish["steps"], start=1):
            self.fields[f"bold_{number}"].help_text = step["bold"]
            self.fields[f"line_{number}"].help_text = step.get("line", "")
            self.fields[f"bold_{number}"].required = True
        for name in ("title", "role", "say_note", "note"):
            self.fields[name].help_text = danish[name]
        for name in ("say", "never", "signs"):
            self.fields[name].help_text = " / ".join(danish[name])
        rest = ("say", "say_note", "never", "signs", "note", "seen")
        self.helper = helper(
            "title", "role", *steps, *rest, submit=_("Send to approval"), css_class="edit-wide"
        )

    def clean(self) -> dict[str, Any]:
        """Every number of a contact that is named has to be one of the Danish card."""
        cleaned = super().clean()
        if len(cleaned.get("signs", ())) < len(self.danish["signs"]):
            self.add_error("signs", _("The Danish card has more signs. Translate them all."))
        return cleaned

    def words(self) -> dict[str, Any]:
        """The translation as the form says it."""
        told = self.cleaned_data
        names = ("title", "role", "say", "say_note", "never", "signs", "note")
        count = len(self.danish["steps"])
        pairs = [(told[f"bold_{n}"], told[f"line_{n}"]) for n in range(1, count + 1)]
        steps = [{"bold": bold, "line": line} for bold, line in pairs]
        return {**{name: told[name] for name in names}, "steps": steps}


class NewRoleForm(DkfdsForm):
    """A role that the municipality adds: its word in the address, for whom, and what it begins with."""

    slug = forms.RegexField(
        r"^[a-z][a-z0-9-]{1,39}\Z",
        label=gettext_lazy("Short word for the address"),
        help_text=gettext_lazy(
            "It stands on the poster and in its code, for ever. Small letters, digits and hyphens, "
            "for example vaeresteder."
        ),
        error_messages={
            "invalid": gettext_lazy("Use small letters from a to z, digits and hyphens only"),
            "required": gettext_lazy("Write the short word for the address"),
        },
    )
    role = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=120,
        help_text=gettext_lazy("For example: To teachers and after-school staff"),
        error_messages={"required": gettext_lazy("Write for whom the card is")},
    )
    professions = ManyField(gettext_lazy("Which professions get it?"))
    like = forms.ChoiceField(label=gettext_lazy("Begin with the words of"), required=False)

    def __init__(
        self, *args: Any, professions: Mapping[str, str], cards: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["professions"].choices = list(professions.items())  # type: ignore[attr-defined]
        self.fields["professions"].required = False
        self.fields["like"].choices = [("", _("An empty card")), *cards.items()]  # type: ignore[attr-defined]
        layout = ("role", "slug", Div("professions", css_class="edit-columns"), "like")
        self.helper = helper(*layout, submit=_("Make the card"))


def _initial(words: Mapping[str, Any]) -> dict[str, Any]:
    names = ("title", "role", "say_note", "staff_room_only", "note", "contacts")
    told: dict[str, Any] = {name: words[name] for name in names if name in words}
    for name in ("say", "never", "signs"):
        told[name] = "\n".join(words.get(name, ()))
    for number, step in enumerate(words.get("steps", ())[:STEPS], start=1):
        told[f"bold_{number}"], told[f"line_{number}"] = step["bold"], step.get("line", "")
    return told
