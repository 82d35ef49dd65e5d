"""Rules that two persons decide, and the words of mails."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.administration import rules
from beredskab.administration.rules import LONGEST, SHORTEST, Rules
from beredskab.outbox.mail_texts import refuse_more_than_a_line, refuse_what_no_mail_says
from beredskab.outbox.mails import Mail
from beredskab.ui.forms import Button, CountedTextarea, DkfdsForm, Fieldset, helper


class RulesForm(DkfdsForm):
    """Days by outcome, and the line of leaders."""

    marks_optional: ClassVar[bool] = False

    exclude_line = forms.BooleanField(
        label=_("The leaders above a suspected employee are kept out as well"),
        help_text=_("Without it, leaders of the unit may read a notification about their employee."),
        required=False,
    )

    def __init__(self, *args: Any, now: Rules, **kwargs: Any) -> None:
        kwargs["initial"] = {"exclude_line": now.exclude_line} | {
            f"days_{name}": days for name, days in now.days.items()
        }
        super().__init__(*args, **kwargs)
        for name, words in rules.outcomes().items():
            self.fields[f"days_{name}"] = forms.IntegerField(
                label=str(words),
                min_value=SHORTEST,
                max_value=LONGEST,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "form-input input-char-5"}),
            )
        days = [f"days_{name}" for name in rules.outcomes()]
        self.helper = helper(
            "exclude_line",
            Fieldset(_("Days from closing to deletion, by what the screening came to"), *days),
            submit=_("Suggest"),
        )

    def rules(self) -> Rules:
        """What was typed."""
        told = self.cleaned_data
        return Rules({name: told[f"days_{name}"] for name in rules.outcomes()}, told["exclude_line"])


class MailTextForm(DkfdsForm):
    """Subject and text of one kind of mail."""

    subject = forms.CharField(
        label=_("Subject"), max_length=78, validators=[refuse_more_than_a_line, refuse_what_no_mail_says]
    )
    line = forms.CharField(
        label=_("Text"),
        help_text=_("The address of the portal is written below by itself. No names, no numbers, no links."),
        max_length=600,
        widget=CountedTextarea(),
        validators=[refuse_what_no_mail_says],
    )

    def __init__(self, *args: Any, mail: Mail, is_own: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {"subject": mail.subject, "line": mail.body}
        super().__init__(*args, **kwargs)
        second = Button(_("Use the portal’s own words"), name="handling", value="standard", kind="secondary")
        self.helper = helper("subject", "line", submit=_("Save"), second=second if is_own else None)

    def mail(self) -> Mail:
        """What was typed."""
        return Mail(self.cleaned_data["subject"], self.cleaned_data["line"])
