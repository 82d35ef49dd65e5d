"""A case changes hands: what goes along, what stays behind, and who sees nothing of it. Both layers alone."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from beredskab.access import grants
from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.access.models import Exclusion
from beredskab.outbox.vocabulary import Kind
from beredskab.vault import envelope, keys, safe
from beredskab.vault.models import HolderKind, KeyHolder, SealedKey
from notifications import access, handling
from notifications.exclusion import keeping_out
from notifications.exclusion.keeping_out import NobodyLeft, NotToBeKeptOut
from notifications.models import Concern, Deadline, Transfer
from notifications.other_teams import transferring
from notifications.other_teams.transferring import CannotReceive, NothingToReturn
from notifications.routing import Detour
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at, tuesday_at
from tests.cast import make_person
from tests.seen import outbox_to, shown_by_database, trail_of

SUSPECTED, CONFLICT = Exclusion.Cause.SUSPECTED, Exclusion.Cause.CONFLICT


@pytest.fixture
def claimed(anna, cia, ida, emil, town) -> Concern:
    """Cia has taken Anna's concern."""
    return build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)


def pass_on(concern, town, by, at=9):
    return transferring.transfer(concern, town.other_team, "They know the family.", by=by, at=monday_at(at))


def can_open(concern, person) -> bool:
    forget(person)
    with acting_as(person):
        try:
            safe.open_for(concern.pk, by=person, at=monday_at(12))
        except safe.NotYours:
            return False
    return True


def seen_by_policy(person) -> int:
    forget(person)
    with as_role("owner"):
        return access.concerns_for(person).count()


def keys_of(concern) -> set[tuple[str, int]]:
    with as_role("owner"):
        rows = SealedKey.objects.filter(subject=concern.pk).values_list("holder__kind", "holder__ref")
        return set(rows)


# --- to another team and back -------------------------------------------------------------------


def test_the_case_moves_with_its_clocks_and_is_sealed_anew(anna, cia, emil, town, claimed):
    pass_on(claimed, town, cia)
    with acting_as(emil):
        moved = Concern.objects.get(pk=claimed.pk)
        assert (moved.team, moved.state, moved.claimed_by) == (town.other_team, State.FILED, None)
        assert set(Deadline.objects.values_list("team_id", flat=True)) == {town.other_team.pk}
    kinds = {(kind, ref) for kind, ref in keys_of(claimed) if kind == "team"}
    assert kinds == {("team", town.other_team.pk)}
    assert [can_open(claimed, one) for one in (emil, anna, cia)] == [True, True, False]
    assert outbox_to(emil) == [Kind.NEWS]
    assert trail_of(claimed)[-1] == "concern.transferred"


def test_the_old_team_is_out_in_each_layer_alone(anna, cia, ida, town, claimed):
    pass_on(claimed, town, cia)
    for person in (cia, ida):
        assert shown_by_database(person, "notifications_concern") == 0
        assert seen_by_policy(person) == 0
        assert shown_by_database(person, "notifications_transfer") == 1  # that it was passed on, no more


def test_what_the_team_had_done_goes_along(cia, emil, town, claimed):
    note = handling.add_note(claimed, "Ask the health nurse.", by=cia, at=monday_at(8))
    pass_on(claimed, town, cia)
    with acting_as(emil):
        opened = safe.open_for(claimed.pk, by=emil, at=monday_at(10))
        assert opened.decrypt(handling.field_of(note, "text"), note.text) == "Ask the health nurse."


def test_taking_the_case_accepts_it(cia, emil, town, claimed):
    pass_on(claimed, town, cia)
    handling.claim(claimed, by=emil, at=monday_at(10))
    with acting_as(emil):
        row = Transfer.objects.get()
        assert (row.is_accepted, row.answered_by, row.answered_at) == (True, emil, monday_at(10))
    with pytest.raises(NothingToReturn):
        transferring.send_back(claimed, "…", by=emil, at=monday_at(11))


def test_the_other_team_returns_it_and_the_first_team_is_told(cia, ida, emil, town, claimed):
    pass_on(claimed, town, cia)
    transferring.send_back(claimed, "The child is not ours.", by=emil, at=monday_at(10))
    assert [can_open(claimed, one) for one in (cia, ida, emil)] == [True, True, False]
    assert (outbox_to(cia), outbox_to(ida)) == ([Kind.NEWS], [Kind.NEWS])
    assert seen_by_policy(emil) == 0
    handling.claim(claimed, by=ida, at=monday_at(11))


def test_a_case_that_was_assessed_stays_assessed(anna, cia, emil, town):
    assessed = build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia)
    pass_on(assessed, town, cia)
    with acting_as(emil):
        assert Concern.objects.get(pk=assessed.pk).state == State.ASSESSED


def test_a_team_with_somebody_suspected_is_refused(anna, cia, emil, town):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia, keep_out=(emil,))
    with pytest.raises(CannotReceive) as refusal:
        pass_on(concern, town, cia)
    assert refusal.value.why is Detour.MEMBER
    assert can_open(concern, cia)


def test_who_stepped_aside_earlier_stays_out_in_the_new_team(anna, cia, ida, emil, town):
    grants.grant(ida, "handle_concerns", town.other_team)
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    keeping_out.exclude(concern, ida, CONFLICT, by=cia, at=monday_at(9))
    pass_on(concern, town, cia)
    assert (can_open(concern, emil), can_open(concern, ida)) == (True, False)
    assert (shown_by_database(ida, "notifications_concern"), seen_by_policy(ida)) == (0, 0)
    assert shown_by_database(ida, "notifications_transfer") == 0
    assert outbox_to(ida) == []


def test_a_team_in_which_nobody_may_see_it_is_refused(anna, cia, emil, town, claimed):
    keeping_out.exclude(claimed, emil, CONFLICT, by=cia, at=monday_at(9))
    with pytest.raises(CannotReceive) as refusal:
        pass_on(claimed, town, cia)
    assert refusal.value.why is Detour.EMPTY


def test_another_municipality_is_no_target(cia, frida, neighbour, claimed):
    with pytest.raises(CannotReceive):
        transferring.transfer(claimed, neighbour.reception, "…", by=cia, at=monday_at(9))


@pytest.mark.parametrize("outsider", ["emil", "frida", "gert", "bo", "dorte"])
def test_nobody_else_moves_it_not_even_past_the_code(anna, cia, town, claimed, outsider, request):
    person = request.getfixturevalue(outsider)
    with pytest.raises(Concern.DoesNotExist):
        pass_on(claimed, town, person)
    with pytest.raises(IntegrityError, match="does not move"), acting_as(person), transaction.atomic():
        call("notifications_move(%s, %s, 'filed')", claimed.pk, town.other_team.pk)
    with acting_as(person):
        call("notifications_shut_out(%s, %s)", claimed.pk, cia.pk)
    assert can_open(claimed, cia)


def test_the_database_moves_nothing_that_is_not_sealed_to_the_new_team(cia, town, claimed):
    with pytest.raises(IntegrityError, match="sealed"), acting_as(cia), transaction.atomic():
        call("notifications_move(%s, %s, 'filed')", claimed.pk, town.other_team.pk)


def call(function: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}", values)


# --- stepping aside, keeping out ----------------------------------------------------------------


def test_cia_knows_the_family_and_steps_aside(anna, cia, ida, claimed):
    keeping_out.step_aside(claimed, by=cia, at=monday_at(9))
    assert (shown_by_database(cia, "notifications_concern"), seen_by_policy(cia)) == (0, 0)
    assert not can_open(claimed, cia)
    with acting_as(ida):
        left = Concern.objects.get(pk=claimed.pk)
        assert (left.state, left.claimed_by) == (State.FILED, None)
    assert outbox_to(ida) == [Kind.NEWS]
    assert trail_of(claimed)[-2:] == ["concern.released", "concern.stepped_aside"]


def test_the_last_of_the_team_cannot_step_aside(anna, cia, town):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    with pytest.raises(NobodyLeft):
        keeping_out.step_aside(concern, by=cia, at=monday_at(9))
    assert can_open(concern, cia)


def test_a_colleague_is_kept_out_later_and_the_case_goes_back(anna, cia, ida, town):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=ida)
    keeping_out.exclude(concern, ida, SUSPECTED, by=cia, at=monday_at(9))
    assert (shown_by_database(ida, "notifications_concern"), seen_by_policy(ida)) == (0, 0)
    assert not can_open(concern, ida)
    with acting_as(cia):
        assert Concern.objects.get(pk=concern.pk).claimed_by is None


def test_keys_of_their_own_are_taken_from_who_is_kept_out(anna, cia, ida, claimed):
    with acting_as(cia):
        opened = safe.open_for(claimed.pk, by=cia, at=monday_at(9))
        opened.sealed_to(keys.holder_of(HolderKind.STAFF, ida.pk)).save(force_insert=True)
    assert ("staff", ida.pk) in keys_of(claimed)
    keeping_out.exclude(claimed, ida, CONFLICT, by=cia, at=monday_at(9))
    assert ("staff", ida.pk) not in keys_of(claimed)


def test_the_leaders_above_a_suspected_person_are_kept_out_where_that_is_decided(anna, bo, cia, ole, town):
    town.municipality.exclude_line_of_leaders = True
    town.municipality.save()
    grants.grant(bo, "handle_concerns", town.reception)
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    keeping_out.exclude(concern, ole, SUSPECTED, by=cia, at=monday_at(9))
    assert (shown_by_database(bo, "notifications_concern"), seen_by_policy(bo)) == (0, 0)


@pytest.mark.parametrize("person", ["anna", "cia", "frida"])
def test_the_filer_oneself_and_strangers_are_not_kept_out(anna, cia, ida, claimed, person, request):
    with pytest.raises(NotToBeKeptOut):
        keeping_out.exclude(claimed, request.getfixturevalue(person), CONFLICT, by=cia, at=monday_at(9))


# --- the pages ----------------------------------------------------------------------------------


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(response) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_cia_passes_it_on_and_emil_reads_why(freeze, anna, cia, emil, town, claimed):
    freeze(monday_at(12))
    url = reverse("notifications:transfer", args=[claimed.pk])
    answer = as_(cia).post(url, {"team": str(town.other_team.pk), "reason": "De kender familien."})
    assert answer.status_code == 302
    case = reverse("notifications:concern", args=[claimed.pk])
    assert as_(cia).get(case).status_code == 404
    page = text_of(as_(emil).get(case))
    assert "De kender familien." in page
    back = reverse("notifications:send_back", args=[claimed.pk])
    assert as_(emil).post(back, {"reason": "Ikke vores."}).status_code == 302
    assert "Ikke vores." in text_of(as_(cia).get(case))


def test_a_team_that_may_not_have_it_is_named_with_the_reason(freeze, anna, cia, emil, town):
    freeze(monday_at(12))
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia, keep_out=(emil,))
    soup = BeautifulSoup(
        as_(cia).get(reverse("notifications:transfer", args=[concern.pk])).content, "html.parser"
    )
    assert str(town.other_team.pk) not in {radio["value"] for radio in soup.select("[name=team]")}
    assert "Ungeteamet" in soup.select_one("#shut").parent.get_text()


def test_cia_searches_keeps_ida_out_and_sees_what_she_has_read(freeze, anna, cia, ida, claimed):
    freeze(tuesday_at(9))
    case = reverse("notifications:concern", args=[claimed.pk])
    reader = as_(ida)
    reader.post(reverse("notifications:say_purpose", args=[claimed.pk]), {"purpose": "asked"})
    assert reader.get(case).status_code == 200
    url, client = reverse("notifications:exclude", args=[claimed.pk]), as_(cia)
    found = BeautifulSoup(client.post(url, {"search": "Ida", "look": "1"}).content, "html.parser")
    assert found.select_one(f"[name=person][value='{ida.pk}']") is not None
    answer = client.post(url, {"search": "Ida", "person": str(ida.pk), "cause": "conflict"}, follow=True)
    assert "læst sagen 1 gang" in text_of(answer)
    assert as_(ida).get(case).status_code == 404
    assert client.post(url, {"search": "Anna Andersen", "look": "1"}).status_code == 422  # she filed it


def on_the_list(person) -> str:
    return text_of(as_(person).get(reverse("notifications:passed_on")))


def test_each_team_sees_what_waits_for_an_answer(freeze, anna, cia, ida, emil, town, claimed):
    freeze(monday_at(12))
    pass_on(claimed, town, cia)
    assert claimed.reference in on_the_list(ida)
    page = BeautifulSoup(as_(emil).get(reverse("notifications:passed_on")).content, "html.parser")
    assert page.select_one("main a.reference")["href"] == reverse("notifications:concern", args=[claimed.pk])
    cias = BeautifulSoup(as_(cia).get(reverse("notifications:passed_on")).content, "html.parser")
    assert cias.select("main a.reference") == []  # it is no longer hers to open
    handling.claim(claimed, by=emil, at=monday_at(11))
    assert claimed.reference not in on_the_list(emil)
    assert claimed.reference in on_the_list(cia)  # answered of late
    freeze(monday_at(12) + dt.timedelta(days=20))
    assert claimed.reference not in on_the_list(cia)


def test_who_is_kept_out_since_sees_no_transfer(freeze, anna, cia, ida, emil, town, claimed):
    freeze(monday_at(12))
    keeping_out.exclude(claimed, ida, CONFLICT, by=cia, at=monday_at(9))
    pass_on(claimed, town, cia)
    assert claimed.reference in on_the_list(cia)
    assert claimed.reference not in on_the_list(ida)


def opened_by_the_teams_key(concern, team) -> bool:
    """Past every rule: whether the private half of the team's own key opens the concern."""
    with as_role("owner"):
        own = KeyHolder.objects.filter(kind="team", ref=team.pk, retired_at=None).first()
        rows = list(SealedKey.objects.filter(subject=concern.pk))
    private = keys.private_key(own) if own else b""
    return any(_opens(bytes(row.sealed), private) for row in rows)


def _opens(sealed: bytes, private: bytes) -> bool:
    try:
        return bool(envelope.unseal(sealed, private))
    except envelope.CannotOpen:
        return False


@pytest.mark.parametrize("way", ["kept out", "stepped aside", "settled"])
def test_the_key_of_their_team_is_of_no_use_to_who_is_kept_out(anna, cia, ida, town, claimed, way):
    assert opened_by_the_teams_key(claimed, town.reception)
    if way == "kept out":
        keeping_out.exclude(claimed, ida, CONFLICT, by=cia, at=monday_at(9))
    elif way == "stepped aside":
        keeping_out.step_aside(claimed, by=ida, at=monday_at(9))
    else:
        keeping_out.settle(claimed, [ida], by=cia, at=monday_at(9))
    assert not opened_by_the_teams_key(claimed, town.reception)
    assert (can_open(claimed, cia), can_open(claimed, ida)) == (True, False)
    assert {kind for kind, _ in keys_of(claimed)} == {"staff", "recovery", "rest"}


def test_a_new_colleague_opens_with_the_rest_of_the_team(anna, bo, cia, ida, town, claimed):
    keeping_out.exclude(claimed, ida, CONFLICT, by=cia, at=monday_at(9))
    grants.grant(bo, "handle_concerns", town.reception)
    assert can_open(claimed, bo)


def test_somebody_more_who_is_kept_out_had_the_old_key(anna, bo, cia, ida, town, claimed):
    grants.grant(bo, "handle_concerns", town.reception)
    keeping_out.exclude(claimed, ida, CONFLICT, by=cia, at=monday_at(9))
    with as_role("owner"):
        first = SealedKey.objects.get(subject=claimed.pk, holder__kind="rest").holder_id
    keeping_out.exclude(claimed, bo, CONFLICT, by=cia, at=monday_at(10))
    with as_role("owner"):
        second = SealedKey.objects.get(subject=claimed.pk, holder__kind="rest").holder_id
        assert list(KeyHolder.objects.filter(kind="rest").values_list("pk", flat=True)) == [second]
    assert first != second
    assert can_open(claimed, cia)


def test_at_transfer_a_team_with_somebody_kept_out_gets_a_key_without_them(anna, cia, emil, town, claimed):
    nils = make_person("Nils Nielsen", town.department, "myndighed")
    grants.grant(nils, "handle_concerns", town.other_team)
    keeping_out.exclude(claimed, nils, CONFLICT, by=cia, at=monday_at(9))
    assert opened_by_the_teams_key(claimed, town.reception)  # he is not of this team
    pass_on(claimed, town, cia)
    assert not opened_by_the_teams_key(claimed, town.other_team)
    assert (can_open(claimed, emil), can_open(claimed, cia)) == (True, False)


def test_nobody_narrows_what_is_not_theirs(anna, cia, ida, emil, town, claimed):
    keeping_out.exclude(claimed, ida, CONFLICT, by=cia, at=monday_at(9))
    before = keys_of(claimed)
    with acting_as(emil), connection.cursor() as cursor:
        other = keys.rest_of(town.reception.pk)
        cursor.execute("SELECT notifications_narrow(%s, %s)", [claimed.pk, other.pk])
    assert keys_of(claimed) == before
