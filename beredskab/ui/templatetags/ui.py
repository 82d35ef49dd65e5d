"""Tags of the product's own components. `{% load ui %}`."""

import datetime as dt
from functools import lru_cache

from django import template
from django.middleware.csrf import get_token
from django.template import Context
from django.template.base import FilterExpression, Parser, Token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beredskab.organisation import kept
from beredskab.ui import icons, phones
from beredskab.ui.tokens import SLOT, with_token

register = template.Library()

PIECES = kept.Store(2000)

ALERT_ICONS = {"success": "success", "warning": "warning", "error": "error"}
BADGE_ICONS = {"success": "check", "warning": "warning", "error": "error", "plain": "time"}
DEADLINES = {"late": ("error", "error"), "urgent": ("warning", "warning"), "met": ("success", "check")}

register.simple_tag(icons.icon, name="icon")
register.filter("tel", phones.tel)
register.filter("phone_text", phones.phone_text)


class KeptNode(template.Node):
    """See `keep`."""

    child_nodelists = ()  # no block inside: a page that extends this one need not look for any

    def __init__(self, name: str, values: list[FilterExpression], nodelist: template.NodeList) -> None:
        self.name = name
        self.values = values
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The words inside, written once for these values in this language."""
        values = tuple(str(value.resolve(context)) for value in self.values)
        found: SafeString = PIECES.get((self.name, get_language(), values), lambda: self._write(context))
        return with_token(found, context.get("csrf_token", ""))

    def _write(self, context: Context) -> SafeString:
        with context.push(csrf_token=SLOT):
            return self.nodelist.render(context)


register.filter("with_token", with_token)


@register.tag
def keep(parser: Parser, token: Token) -> KeptNode:
    """`{% keep "name" value … %}…{% endkeep %}`: a piece that stands on page after page, written once.

    What is inside must hang on nothing but the language and the values named, which must be few in number: no
    block that a page may replace. A form inside gets the token of its answer.
    """
    _tag, name, *values = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeptNode(name, [parser.compile_filter(value) for value in values], nodelist)


@register.simple_tag
def phone(number: str, text: str = "") -> SafeString:
    """A number to press. `text` stands instead of the number, for example »Call 112«."""
    return format_html(
        '<a class="phone" href="{}">{}</a>', phones.tel(number), text or phones.phone_text(number)
    )


@register.simple_tag(takes_context=True)
def restore_csrf(context: Context) -> str:
    """Inside `{% include … only %}` the form's token is gone; the request still knows it."""
    request = getattr(context, "request", None)
    if request is not None:
        context["csrf_token"] = get_token(request)
    return ""


@register.simple_tag
def badge(kind: str, text: str, icon: str = "") -> SafeString:
    """A state as icon and word; kind is success, info, warning, error or plain."""
    return format_html(
        '<span class="badge badge-{}">{}<span>{}</span></span>',
        kind,
        icons.icon(icon or badge_icon(kind)),
        text,
    )


@register.simple_tag
def status(code: str, text: str) -> str:
    """One of the eight statuses as shape and word."""
    return render_to_string("components/status_shape.html", {"status": code, "text": text})


@register.simple_tag
def deadline(due: dt.datetime | str | None, text: str, state: str) -> SafeString:
    """How long is left, as a badge; portal.js keeps the minutes right without announcing them.

    `state` is late, urgent, plain or met.
    """
    moving = SafeString("")
    if due and state != "met":
        assert isinstance(due, dt.datetime), "a moment"
        local = timezone.localtime(due).isoformat()
        moving = format_html(
            ' data-deadline="{}" data-state="{}"{}', local, state, _words(get_language() or "")
        )
    kind, mark = DEADLINES.get(state, ("plain", "time"))
    return format_html(
        '<span class="badge badge-{} deadline"{}>{}<span>{}</span></span>',
        kind,
        moving,
        icons.icon(mark),
        text,
    )


@lru_cache
def _words(language: str) -> SafeString:
    """The words portal.js needs to move a deadline on; the same ones that the server writes."""
    spans = [
        _("%(hours)s h %(minutes)s min") % {"hours": "{h}", "minutes": "{m}"},
        _("%(hours)s h") % {"hours": "{h}"},
        _("%(minutes)s min") % {"minutes": "{m}"},
    ]
    return format_html(
        ' data-spans="{}" data-urgent="{}" data-over="{}"',
        "|".join(spans),
        _("Urgent: %(left)s") % {"left": "{left}"},
        _("Overdue by %(time)s") % {"time": "{time}"},
    )


@register.filter
def alert_icon(kind: str) -> str:
    return ALERT_ICONS.get(kind, "info")


@register.filter
def alert_word(kind: str) -> str:
    """The word a screen reader hears before an alert."""
    words = {"success": _("Confirmation"), "warning": _("Important"), "error": _("Error")}
    return words.get(kind, _("Information"))


@register.filter
def badge_icon(kind: str) -> str:
    return BADGE_ICONS.get(kind, "info")


@register.filter
def status_icon(code: str) -> str:
    return "status-" + code.replace("_", "-")


@register.filter
def moment(at: dt.datetime) -> str:
    """»24 November 2026 at 10.58«, in local time and in the language of the page."""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    day = date_format(local, _("j F Y"), use_l10n=False)
    return _("%(day)s at %(time)s") % {"day": day, "time": f"{local:%H.%M}"}


@register.filter
def day(on: dt.date) -> str:
    """»24 November 2026« in the language of the page."""
    return date_format(on, _("j F Y"), use_l10n=False)
