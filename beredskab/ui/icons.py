"""Icons from one sprite of our own: a name the sprite does not hold is a mistake we want to see."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "img/icons.svg"


@lru_cache(maxsize=500)  # pages hold dozens; the sprite's address changes only with a new release
def icon(name: str, css_class: str = "", label: str = "") -> SafeString:
    """An icon as inline SVG. Without a label it is decoration; with one it speaks for itself."""
    classes = f"icon-svg {css_class}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}" focusable="false"><use href="{}#{}"></use></svg>',
            classes,
            label,
            static(SPRITE),
            name,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static(SPRITE),
        name,
    )
