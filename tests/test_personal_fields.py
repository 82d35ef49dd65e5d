"""Every field that could hold words or name somebody was considered, declared, and told on the privacy page.

Each guard is a function that returns faults; beside it a planted fault proves that it would be found.
"""

import datetime as dt
import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import translation

from beredskab.administration import personal_data

OURS = ("beredskab", "plans", "notifications")

WRITABLE = (
    models.CharField,
    models.TextField,
    models.BinaryField,
    models.JSONField,
    models.GenericIPAddressField,
)

# Fields that could hold what somebody wrote, and why nothing about a person is in them.
NOT_ABOUT_PEOPLE: dict[str, dict[str, str]] = {
    "audit.Entry": {
        "verb": "a code",
        "subject": "an id",
        "purpose": "a code",
        "plain": "codes and ids; the canary test looks",
    },
    "audit.Seal": {"digest": "a hash"},
    "access.NamedReader": {"reason": "a code"},
    "vault.KeyHolder": {"public_key": "a key"},
    "vault.OwnKeyCopy": {"name": "which key", "sealed": "a key, sealed"},
    "administration.KeyChange": {"about": "a team", "told": "offices, which a form asks for without names"},
    "vault.SealedKey": {"sealed": "a key, sealed"},
    "vault.KeyShare": {"sealed": "a key, sealed"},
    "vault.MemberKey": {"public_key": "a key", "sealed_private": "a key, sealed", "salt": "chance"},
    "vault.Ticket": {"sealed": "a key, sealed", "session": "a digest"},
    "outbox.Check": {"name": "a code", "told": "numbers and names of parts"},
    "outbox.MailText": {"*": "words for everybody; names and numbers are refused"},
    "outbox.Message": {"channel": "a code", "fault": "the class of an error, never its text"},
    "outbox.Duty": {
        "name": "a code",
        "key": "codes and ids",
        "ids": "ids",
        "fault": "the class of an error, never its text",
    },
    "outbox.Heartbeat": {"worker": "name of a process"},
    "organisation.Municipality": {
        "*": "about the municipality",
    },
    "organisation.Unit": {"*": "about the unit"},
    "organisation.Team": {"*": "about the team"},
    "organisation.Profession": {"*": "words"},
    "organisation.Contact": {
        "slug": "a function",
        "function": "a function",
        "hours": "opening hours",
        "note": "about the function",
        "area": "a place",
    },
    "organisation.Membership": {"title": "a job", "source": "a code"},
    "signin.Provider": {"*": "about the provider"},
    "signin.ProviderChange": {
        "slug": "a provider",
        "told": "about the provider",
        "secret": "of the provider",
    },
    "signin.GivenRole": {"role": "a code"},
    "signin.SeenAnswer": {"answer": "an id that is used once"},
    "signin.RecoveryCode": {"digest": "a digest of chance"},
    "doors.Webhook": {"*": "a system"},
    "doors.Group": {"*": "a group"},
    "doors.Delivery": {
        "event": "a code",
        "key": "ids",
        "facts": "names and numbers of things",
        "fault": "the kind of an error",
    },
    "doors.Token": {"name": "a system", "scopes": "codes", "digest": "a hash of a random secret"},
    "administration.JobTitle": {"title": "a job"},
    "administration.StaffList": {"state": "a code"},
    "administration.PersonChange": {"kind": "a code"},
    "administration.RightRequest": {"role": "a code", "permission": "a code"},
    "administration.RecertificationLine": {"permission": "a code"},
    "administration.RuleChange": {"told": "days and a yes or no", "before": "the same"},
    "organisation.Staff": {"welcomed": "roles", "language": "a choice of the page"},
    "notifications.Attachment": {"kind": "picture or pdf"},
    "notifications.Concern": {
        "state": "a code",
        "notifier": "a code",
        "notifier_code": "a code",
        "intake": "a code",
        "certainty": "a code",
        "topics": "codes",
        "suspects": "codes",
        "acute": "a code",
        "age_band": "a band of years",
        "together": "a code",
        "route_rule": "a line of the table",
        "route_reason": "codes of the rule and the team",
        "advice_shown": "codes of advice",
    },
    "notifications.Answer": {"question": "a code"},
    "notifications.Decision": {"outcome": "a code", "talk": "a code"},
    "notifications.ChildIndex": {"kind": "a code"},
    "notifications.ReadingCheck": {"purpose": "a code"},
    "notifications.Drill": {
        "title": "an invented case; a CPR number is refused",
        "situation": "an invented case; a CPR number is refused",
        "topics": "codes",
        "suspects": "codes",
        "result": "numbers, and names of units and teams",
    },
    "notifications.DrillAnswer": {"said": "codes", "right": "codes and yes or no"},
    "notifications.DrillMeasure": {"gap": "a code"},
    "notifications.EndedCount": {"*": "codes and a number, nothing that points at a concern"},
    "notifications.Publication": {"figures": "numbers, small ones hidden"},
    "notifications.BehindPublication": {"numbers": "numbers that the application cannot read"},
    "notifications.Handover": {"digest": "a digest of sealed words", "fault": "a class"},
    "notifications.Message": {"letter": "a code"},
    "notifications.LetterText": {"*": "the municipality's words to everybody"},
    "notifications.Deadline": {"kind": "a code", "explanation": "days and why they are skipped"},
    "notifications.CalendarFeed": {"digest": "a hash of a random secret"},
    "notifications.Proof": {"lock": "a hash of what only a receipt says"},
    "notifications.ProofTry": {"who": "a keyed hash of an address, for an hour"},
    "notifications.RescuedPost": {"step": "a code"},
    "notifications.RoutingRule": {"*": "the municipality's table"},
    "notifications.RouteProposal": {
        "table": "the municipality's table",
        "before": "the municipality's table",
        "note": "why the table is changed; it knows of no concern",
    },
}
# What an editor publishes is for everybody to read; people are named by their function.
PUBLISHED = "plans."


def our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in OURS and not m._meta.proxy]


def undeclared(found: list[type[models.Model]]) -> list[str]:
    """Models that do not say which of their fields are personal, or name a field that is not there."""
    wrong = []
    for model in found:
        declared = model.__dict__.get("personal")
        if not isinstance(declared, tuple):
            wrong.append(f"{model._meta.label} does not declare `personal`")
            continue
        known = {field.name for field in model._meta.get_fields()} | {f.attname for f in model._meta.fields}
        wrong += [f"{model._meta.label}.{name} is not there" for name in declared if name not in known]
    return wrong


def unconsidered(found: list[type[models.Model]]) -> list[str]:
    """Fields that can hold somebody's words or name somebody, and nobody said whether they do."""
    wrong = []
    for model in found:
        label, personal = model._meta.label, set(getattr(model, "personal", ()))
        considered = NOT_ABOUT_PEOPLE.get(label, {})
        for field in model._meta.fields:
            if field.name in personal or field.attname in personal or "*" in considered:
                continue
            if _names_somebody(field):
                wrong.append(f"{label}.{field.name} points at a person")
            elif _can_hold_words(field) and field.name not in considered and not label.startswith(PUBLISHED):
                wrong.append(f"{label}.{field.name} can hold words")
    return wrong


def _names_somebody(field: models.Field) -> bool:  # type: ignore[type-arg]
    related = getattr(field, "related_model", None)
    return (
        related is not None and not isinstance(related, str) and related._meta.label == "organisation.Staff"
    )


def _can_hold_words(field: models.Field) -> bool:  # type: ignore[type-arg]
    if field.choices or isinstance(field, models.SlugField):
        return False
    return isinstance(field, WRITABLE) or (
        isinstance(field, ArrayField) and isinstance(field.base_field, models.CharField)
    )


def test_every_model_declares_what_is_personal() -> None:
    assert undeclared(our_models()) == []


def test_every_field_that_could_hold_words_or_name_somebody_was_considered() -> None:
    assert unconsidered(our_models()) == []


def test_an_undeclared_model_and_a_forgotten_field_are_noticed() -> None:
    class Diary(models.Model):  # noqa: DJ008
        text = models.TextField()
        by = models.ForeignKey("organisation.Staff", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "organisation"
            managed = False

    try:
        assert undeclared([Diary]) == ["organisation.Diary does not declare `personal`"]
        Diary.personal = ("gone",)  # type: ignore[attr-defined]
        assert undeclared([Diary]) == ["organisation.Diary.gone is not there"]
        assert unconsidered([Diary]) == [
            "organisation.Diary.text can hold words",
            "organisation.Diary.by points at a person",
        ]
    finally:
        del apps.all_models["organisation"]["diary"]
        apps.clear_cache()


def test_what_was_considered_is_still_there() -> None:
    """A reason for a field that is gone is a reason nobody checks."""
    for label, fields in NOT_ABOUT_PEOPLE.items():
        known = {field.name for field in apps.get_model(label)._meta.fields} | {"*"}
        assert set(fields) <= known, label


def test_every_personal_field_is_told_on_the_privacy_page() -> None:
    told = {name for group in personal_data.GROUPS for name in personal_data._declared(group.models)}
    declared = set(personal_data.personal_fields())
    assert (declared - told, declared - set(personal_data.FIELDS)) == (set(), set())


def test_the_privacy_page_tells_nothing_that_is_gone() -> None:
    assert sorted(set(personal_data.FIELDS) - set(personal_data.personal_fields())) == []
    told = [label for group in personal_data.GROUPS for label in group.models]
    assert len(told) == len(set(told))


TIME_IN_WORDS = re.compile(
    r"\b(\d+|an?|one|two|three|four|five|six|seven|eight|ten|few)\s+(minute|hour|day|week|month|year)s?\b",
    re.I,
)


def test_no_time_limit_stands_in_words_that_no_code_goes_by() -> None:
    """A time is told by whoever deletes (`register_days`): a sentence would stay as it was."""
    with translation.override("en"):
        said = [str(words) for words in personal_data.FIELDS.values()]
        said += [str(group.kept) for group in personal_data.GROUPS]
    assert [words for words in said if TIME_IN_WORDS.search(words)] == []
    assert TIME_IN_WORDS.search("the list, until it is taken in or two weeks have passed")


@pytest.mark.django_db
def test_times_on_the_privacy_page_are_those_that_the_code_goes_by(town: Any, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 7 * 3600
    settings.AXES_COOLOFF_TIME = dt.timedelta(minutes=11)
    town.municipality.idle_minutes = 13
    with translation.override("en"):
        limits = {one.group.slug: " ".join(one.days) for one in personal_data.kept(town.municipality)}
    assert ("13 minutes" in limits["sessions"], "7 hours" in limits["sessions"]) == (True, True)
    assert "11 minutes" in limits["attempts"]
    assert "14 days" in limits["staff"]
