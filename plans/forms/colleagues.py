"""A colleague, named by their work e-mail: a list of ten thousand names is no choice."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Staff


class ColleagueField(forms.EmailField):
    """Gives the person with this e-mail in one of the municipalities, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.municipalities: Collection[int] = ()

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        if not email:
            return None
        people = Staff.objects.filter(
            email__iexact=email, municipality__in=self.municipalities, is_active=True
        )
        # Who works for several of them is taken from the one that stands first: the asker's own.
        order = list(self.municipalities)
        found = min(people, key=lambda one: order.index(one.municipality_id), default=None)
        if found is None:
            raise forms.ValidationError(_("Nobody here has this e-mail"), code="unknown")
        return found
