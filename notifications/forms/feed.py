"""The two buttons of the calendar's address."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import Button, DkfdsForm, helper


class FeedForm(DkfdsForm):
    """Make a new address, and take the one in use back."""

    def __init__(self, *args: Any, has_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        again = Button(_("Make a new address"), name="handling", value="make", kind="secondary")
        back = Button(_("Take the address back"), name="handling", value="revoke", kind="warning")
        first = Button(_("Make an address"), name="handling", value="make")
        self.helper = helper(buttons=(again, back) if has_address else (first,))
