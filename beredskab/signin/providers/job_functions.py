"""What a provider says somebody does: plain names, or privileges with constraints. Pure.

The Danish context handler sends an OIO basic privilege profile: base64 of XML, groups of privileges, each
group with constraints such as the organisational unit that the job function is held in.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from beredskab.access.roles import Role

LARGEST = 200_000
# What no provider gives: who runs the portal and who controls it are named by two persons in the portal.
NEVER_GIVEN = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.STAFF})


@dataclass(frozen=True)
class JobFunction:
    """A name, and the values of its data constraints (names of units, as the provider writes them)."""

    name: str
    constraints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vouched:
    """What a provider says about somebody who has just signed in there."""

    subject: str
    email: str
    name: str
    functions: tuple[JobFunction, ...] = ()
    is_sure: bool = False
    answer: str = ""


@dataclass(frozen=True)
class Given:
    """Roles to give; units where the role of a leader is meant."""

    roles: frozenset[Role] = frozenset()
    led: frozenset[str] = field(default=frozenset())


def functions_of(said: object) -> tuple[JobFunction, ...]:
    """From a claim: one name, several, or encoded privileges. What cannot be read gives nothing."""
    if isinstance(said, str):
        return _of_privileges(said) or tuple(JobFunction(one) for one in said.replace(",", " ").split())
    if isinstance(said, Sequence):
        found = [_of_privileges(one) or (JobFunction(one),) for one in said if isinstance(one, str)]
        return tuple(function for functions in found for function in functions)
    return ()


def given(functions: Iterable[JobFunction], mapping: Sequence[Mapping[str, str]]) -> Given:
    """What the municipality's table makes of them; what is never given is not given by mistake either."""
    roles: set[Role] = set()
    led: set[str] = set()
    for function in functions:
        for line in mapping:
            if line["value"].casefold() != function.name.casefold() or line["role"] not in set(Role):
                continue
            role = Role(line["role"])
            if role in NEVER_GIVEN:
                continue
            roles.add(role)
            if role is Role.LEADER:
                led.update(function.constraints)
    return Given(frozenset(roles), frozenset(led))


def _of_privileges(said: str) -> tuple[JobFunction, ...]:
    if len(said) < 40 or len(said) > LARGEST:
        return ()
    try:
        root = fromstring(base64.b64decode(said, validate=True), forbid_dtd=True)
    except (binascii.Error, ValueError, ParseError, DefusedXmlException):
        return ()
    found = []
    for group in (one for one in root.iter() if _local(one.tag) == "PrivilegeGroup"):
        limits = tuple((e.text or "").strip() for e in group if _local(e.tag) == "Constraint" and e.text)
        for one in group:
            if _local(one.tag) == "Privilege" and one.text:
                found.append(JobFunction(one.text.strip(), limits))
    return tuple(found)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
