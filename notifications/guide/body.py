"""The drawing of a child's body: its areas in words first, and where each of them lies. Pure.

The words are the answer; the drawing only shows them. Left and right are the child's own. Nothing here asks
anybody to look: only what was seen in daily life is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.vocabulary import Word


class Area(Word):
    """A part of the body, as it is written on the case page, on paper and in the file."""

    FOREHEAD = "forehead", _("Forehead")
    EYES = "eyes", _("Eyes or eyelids")
    CHEEKS = "cheeks", _("Cheek or jaw")
    MOUTH = "mouth", _("Mouth or lips")
    EAR_RIGHT = "ear_right", _("Right ear")
    EAR_LEFT = "ear_left", _("Left ear")
    THROAT = "throat", _("Throat")
    HEAD_BACK = "head_back", _("Back of the head")
    NECK_BACK = "neck_back", _("Back of the neck")
    CHEST = "chest", _("Chest")
    BELLY = "belly", _("Belly")
    GROIN = "groin", _("Lower belly or groin")
    BACK_UPPER = "back_upper", _("Upper back")
    BACK_LOWER = "back_lower", _("Lower back")
    BUTTOCKS = "buttocks", _("Buttocks")
    UPPER_ARM_RIGHT = "upper_arm_right", _("Right upper arm")
    UPPER_ARM_LEFT = "upper_arm_left", _("Left upper arm")
    FOREARM_RIGHT = "forearm_right", _("Right forearm")
    FOREARM_LEFT = "forearm_left", _("Left forearm")
    HAND_RIGHT = "hand_right", _("Right hand")
    HAND_LEFT = "hand_left", _("Left hand")
    ARM_BACK_RIGHT = "arm_back_right", _("Right arm, the back of it")
    ARM_BACK_LEFT = "arm_back_left", _("Left arm, the back of it")
    THIGH_RIGHT = "thigh_right", _("Right thigh")
    THIGH_LEFT = "thigh_left", _("Left thigh")
    SHIN_RIGHT = "shin_right", _("Right knee or lower leg")
    SHIN_LEFT = "shin_left", _("Left knee or lower leg")
    FOOT_RIGHT = "foot_right", _("Right foot")
    FOOT_LEFT = "foot_left", _("Left foot")
    LEG_BACK_RIGHT = "leg_back_right", _("Right leg, the back of it")
    LEG_BACK_LEFT = "leg_back_left", _("Left leg, the back of it")


GROUPS: tuple[tuple[Promise, tuple[Area, ...]], ...] = (
    (
        _("Head and neck"),
        (
            Area.FOREHEAD,
            Area.EYES,
            Area.CHEEKS,
            Area.MOUTH,
            Area.EAR_RIGHT,
            Area.EAR_LEFT,
            Area.THROAT,
            Area.HEAD_BACK,
            Area.NECK_BACK,
        ),
    ),
    (
        _("Trunk"),
        (Area.CHEST, Area.BELLY, Area.GROIN, Area.BACK_UPPER, Area.BACK_LOWER, Area.BUTTOCKS),
    ),
    (
        _("Arms and hands"),
        (
            Area.UPPER_ARM_RIGHT,
            Area.UPPER_ARM_LEFT,
            Area.FOREARM_RIGHT,
            Area.FOREARM_LEFT,
            Area.HAND_RIGHT,
            Area.HAND_LEFT,
            Area.ARM_BACK_RIGHT,
            Area.ARM_BACK_LEFT,
        ),
    ),
    (
        _("Legs and feet"),
        (
            Area.THIGH_RIGHT,
            Area.THIGH_LEFT,
            Area.SHIN_RIGHT,
            Area.SHIN_LEFT,
            Area.FOOT_RIGHT,
            Area.FOOT_LEFT,
            Area.LEG_BACK_RIGHT,
            Area.LEG_BACK_LEFT,
        ),
    ),
)

#: The drawing is so wide and so high; every shape stands in these units.
WIDTH, HEIGHT = 200, 400


@dataclass(frozen=True)
class Shape:
    """Where an area lies: its outline, and the box in which a press counts."""

    area: Area
    path: str
    x: int
    y: int
    width: int
    height: int


_EAR = "M66 40q-9-5-10 6t8 18z"
_UPPER_ARM = "M67 106q-20 1-24 22l-7 42 18 4 13-46z"
_FOREARM = "M36 173l18 4-9 46-15-3z"
_HAND = "M29 223l16 3q2 20-9 24-13-2-7-27z"
_THIGH = "M76 240l23 2-3 66-18 0z"
_SHIN = "M78 311l18 0-3 62-13 0z"
_FOOT = "M80 376l13 0 3 14q-12 8-24 1z"
_ARM = "M67 106q-20 1-24 22l-7 42-8 54q-3 22 8 26 11-3 8-24l10-50 13-48z"
_LEG = "M76 240l23 2-6 131 3 17q-12 8-24 1l8-19z"


FRONT: tuple[Shape, ...] = (
    Shape(Area.FOREHEAD, "M66 34q2-28 34-28t34 28z", 66, 6, 68, 28),
    Shape(Area.EYES, "M66 36h68v16h-68z", 66, 36, 68, 16),
    Shape(Area.CHEEKS, "M66 54h68q-1 9-6 16h-56q-5-7-6-16z", 66, 54, 68, 16),
    Shape(Area.MOUTH, "M74 72h52q-10 16-26 16t-26-16z", 74, 72, 52, 16),
    Shape(Area.EAR_RIGHT, _EAR, 48, 38, 16, 28),
    Shape(Area.THROAT, "M88 90q12 5 24 0v12h-24z", 86, 90, 28, 12),
    Shape(Area.CHEST, "M70 104h60l-1 58h-58z", 70, 104, 60, 58),
    Shape(Area.BELLY, "M71 164h58l-1 46h-56z", 71, 164, 58, 46),
    Shape(Area.GROIN, "M72 212h56l-3 26-25 4-25-4z", 72, 212, 56, 28),
    Shape(Area.UPPER_ARM_RIGHT, _UPPER_ARM, 34, 106, 34, 66),
    Shape(Area.FOREARM_RIGHT, _FOREARM, 28, 173, 28, 50),
    Shape(Area.HAND_RIGHT, _HAND, 22, 224, 28, 28),
    Shape(Area.THIGH_RIGHT, _THIGH, 74, 242, 25, 66),
    Shape(Area.SHIN_RIGHT, _SHIN, 74, 311, 24, 62),
    Shape(Area.FOOT_RIGHT, _FOOT, 70, 375, 28, 24),
)
#: Drawn as the mirror image of their counterparts.
FRONT_MIRRORED: tuple[Shape, ...] = (
    Shape(Area.EAR_LEFT, _EAR, 136, 38, 16, 28),
    Shape(Area.UPPER_ARM_LEFT, _UPPER_ARM, 132, 106, 34, 66),
    Shape(Area.FOREARM_LEFT, _FOREARM, 144, 173, 28, 50),
    Shape(Area.HAND_LEFT, _HAND, 150, 224, 28, 28),
    Shape(Area.THIGH_LEFT, _THIGH, 101, 242, 25, 66),
    Shape(Area.SHIN_LEFT, _SHIN, 102, 311, 24, 62),
    Shape(Area.FOOT_LEFT, _FOOT, 102, 375, 28, 24),
)
BACK: tuple[Shape, ...] = (
    Shape(Area.HEAD_BACK, "M66 46q-1-40 34-40t34 40q0 28-18 38h-32q-18-10-18-38z", 66, 6, 68, 78),
    Shape(Area.NECK_BACK, "M86 86h28v16h-28z", 86, 86, 28, 16),
    Shape(Area.BACK_UPPER, "M70 104h60l-1 50h-58z", 70, 104, 60, 50),
    Shape(Area.BACK_LOWER, "M71 156h58l-1 44h-56z", 71, 156, 58, 44),
    Shape(Area.BUTTOCKS, "M72 202h56l-3 36-25 4-25-4z", 72, 202, 56, 38),
    Shape(Area.ARM_BACK_LEFT, _ARM, 26, 106, 42, 146),
    Shape(Area.LEG_BACK_LEFT, _LEG, 70, 242, 29, 157),
)
BACK_MIRRORED: tuple[Shape, ...] = (
    Shape(Area.ARM_BACK_RIGHT, _ARM, 132, 106, 42, 146),
    Shape(Area.LEG_BACK_RIGHT, _LEG, 101, 242, 29, 157),
)


@dataclass(frozen=True)
class Side:
    """One of the two figures."""

    name: Promise
    shapes: tuple[Shape, ...]
    mirrored: tuple[Shape, ...]

    @property
    def places(self) -> tuple[Shape, ...]:
        """Where a press counts."""
        return (*self.shapes, *self.mirrored)


SIDES = (
    Side(pgettext_lazy("of the body", "Front"), FRONT, FRONT_MIRRORED),
    Side(pgettext_lazy("of the body", "Back"), BACK, BACK_MIRRORED),
)


def choices() -> Sequence[tuple[Any, Any]]:
    """The areas for a form, in groups; every one of them stands there as words."""
    return [(name, [(area.value, area.label) for area in areas]) for name, areas in GROUPS]


def in_words(chosen: Iterable[str]) -> str:
    """The marked areas in one line, in the order of the body; what is no area of ours is left out."""
    wanted = set(chosen)
    order = [area for _name, areas in GROUPS for area in areas]
    return ", ".join(str(area.label) for area in order if area.value in wanted)
