"""A municipality on its first day: nothing is ticked by hand, a step is done when it is true (A-21)."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from beredskab.access import grants
from beredskab.access.roles import Role
from beredskab.administration import people, starting
from beredskab.administration.people import Newcomer
from beredskab.organisation.models import Contact, Membership, Municipality, Staff, Team, Unit
from beredskab.outbox import observing, worker
from beredskab.signin.models import Protocol, Provider
from beredskab.vault import keys
from beredskab.vault.sealed import members
from beredskab.vault.sealed import team as closed_team
from notifications.models import Shift
from notifications.routes import rulebook, trial
from plans.models import ActionCard, Edition, Hanging, Plan, Poster
from plans.vocabulary import EditionState
from tests.build import monday_at
from tests.cast import Town
from tests.test_queries import PLAIN, statements

pytestmark = pytest.mark.django_db
PAGE = "/administration/kom-i-gang/"


@pytest.fixture
def place() -> Municipality:
    """As the command founds it: no person, drafts with gaps, numbers without digits."""
    call_command("found_municipality", "Nyby Kommune", slug="nyby")
    return Municipality.objects.get(slug="nyby")


def take_in(place: Municipality, name: str, *roles: str, teams: tuple[str, ...] = ()) -> Staff:
    told = Newcomer(f"{name}@nyby.example", name.title(), "boern-og-unge", "myndighed", roles, teams)
    people.enrol(told, place, at=monday_at(8))
    return Staff.objects.get(email=f"{name}@nyby.example")


def done(staff: Staff, at: dt.datetime | None = None) -> set[str]:
    return {one.step.name for one in starting.guide(staff, at=at or monday_at(9)) if one.is_done}


def test_on_the_first_day_nothing_is_done_but_what_runs(
    place: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    nina = take_in(place, "nina", "administrator")
    assert done(nina) == set()
    found = starting.guide(nina, at=monday_at(9))
    assert [one.step.name for one in found if one.is_next] == ["machine"]
    assert found[0].people == ["Nina"]


def test_a_municipality_walks_to_green(place: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "are_well", lambda: True)
    nina = take_in(place, "nina", "administrator")
    take_in(place, "nils", "administrator", "manager")
    noor = take_in(place, "noor", "editor", "controller")
    take_in(place, "nete", "approver", "team_leader")
    assert "roles" in done(nina)
    assert "administrators" in done(nina)
    worker.beat("host:1", at=monday_at(9))
    worker.observe(at=monday_at(9))
    assert "machine" in done(nina)
    observing.leave("backup", is_well=True, at=monday_at(9))
    Municipality.objects.filter(pk=place.pk).update(short_address="beredskab.nyby.example")
    nina = Staff.objects.get(pk=nina.pk)
    assert {"keys", "address"} <= done(nina)
    for person in Staff.objects.filter(municipality=place):
        Membership.objects.filter(staff=person).update(source=Membership.Source.LIST, title="Rådgiver")
    assert {"staff", "titles"} <= done(nina)
    assert "leaders" not in done(nina)
    Unit.objects.filter(municipality=place).update(leader=nina)
    Provider.objects.create(
        municipality=place, slug="login", protocol=Protocol.OIDC, name="Login", issuer="https://x.example"
    )
    assert {"leaders", "login"} <= done(nina)
    Contact.objects.filter(municipality=place).update(phone="12 34 56 78", verified_on=monday_at(9).date())
    assert {"numbers", "on_call", "officer"} <= done(nina)
    published = {"state": EditionState.PUBLISHED, "published_at": monday_at(9), "submitted_by": noor}
    published |= {"approved_by": nina}
    for plan in Plan.objects.filter(municipality=place):
        Edition.objects.filter(plan=plan).update(**published)
    assert "plans" in done(nina)
    rulebook.start(place)
    for team in Team.objects.filter(municipality=place):
        grants.grant(noor, "handle_concerns", team)
        Shift.objects.create(
            team=team,
            starts_on=monday_at(9).date(),
            ends_on=monday_at(9).date(),
            holder=noor,
            made_by=nina,
            made_at=monday_at(9),
        )
    assert {"teams", "rota"} <= done(nina)
    assert "closed_group" not in done(nina)
    ria = take_in(place, "ria", "caseworker")
    sealed = Team.objects.get(municipality=place, kind=Team.Kind.CLOSED)
    grants.grant(ria, "handle_concerns", sealed)
    for one in (ria, noor):
        members.choose("fire heste går over broen", by=one, at=monday_at(9))
    closed_team.seal(sealed, by=ria, at=monday_at(9))
    assert "closed_group" in done(nina)
    observing.leave(trial.name_of(place), is_well=True, at=monday_at(9))
    card = ActionCard.objects.filter(municipality=place).first()
    assert card is not None
    poster = Poster.objects.create(
        card=card, text_version=1, printing=9, content_key="x", made_at=monday_at(9)
    )
    unit = Unit.objects.get(municipality=place)
    Hanging.objects.create(
        unit=unit, card=card, poster=poster, size="a4", room="Stue", hung_by=nina, hung_at=monday_at(9)
    )
    assert [one.step.name for one in starting.guide(nina, at=monday_at(9)) if not one.is_done] == []


def test_a_number_that_nobody_vouches_for_any_more_turns_up_again(place: Municipality) -> None:
    nina = take_in(place, "nina", "administrator")
    Contact.objects.filter(municipality=place).update(phone="12 34 56 78", verified_on=monday_at(9).date())
    assert {"numbers", "on_call"} <= done(nina)
    later = monday_at(9) + dt.timedelta(days=184)
    assert not {"numbers", "on_call"} & done(nina, later)


def test_another_municipality_counts_for_nothing(place: Municipality, town: Town, gert: Staff) -> None:
    nina = take_in(place, "nina", "administrator")
    before = done(nina)
    Contact.objects.filter(municipality=town.municipality).update(phone="12 34 56 78")
    take_in(town.municipality, "ny", "controller", "editor", "approver", "manager", "team_leader")
    assert done(nina) == before
    assert "roles" in done(gert)


@pytest.mark.parametrize(
    ("role", "link"),
    [(Role.ADMINISTRATOR, "/administration/medarbejdere/liste/"), (Role.EDITOR, "/redaktion/kontakter/")],
)
def test_a_link_is_shown_to_whom_it_opens_for(
    place: Municipality, freeze: Callable[..., None], role: Role, link: str
) -> None:
    freeze(monday_at(9))
    client = Client()
    client.force_login(take_in(place, "nina", role.value))
    page = client.get(PAGE)
    assert page.status_code == 200
    others = {"/administration/medarbejdere/liste/", "/redaktion/kontakter/"} - {link}
    assert f'href="{link}"' in page.content.decode()
    assert not any(f'href="{other}"' in page.content.decode() for other in others)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR, Role.MANAGER, Role.TEAM_LEADER])
def test_whoever_has_a_step_opens_the_guide_and_each_of_its_links(place: Municipality, role: Role) -> None:
    person = take_in(place, "nina", role.value)
    client = Client()
    client.force_login(person)
    assert client.get(PAGE).status_code == 200
    urls = {one.url for one in starting.guide(person, at=monday_at(9)) if one.url}
    assert urls, "a step of their own"
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_whoever_has_no_part_in_starting_is_refused(anna: Staff, gert: Staff) -> None:
    client = Client()
    client.force_login(anna)
    assert [client.get(path).status_code for path in (PAGE, "/administration/drift/")] == [403, 403]
    client.force_login(gert)
    assert [client.get(path).status_code for path in (PAGE, "/administration/drift/")] == [200, 200]


@pytest.mark.parametrize("path", [PAGE, "/administration/drift/"])
def test_the_pages_keep_to_the_budget(gert: Staff, path: str) -> None:
    assert len(statements(gert, path)) <= PLAIN


def test_what_failed_is_tried_again_when_the_operator_says_so(gert: Staff) -> None:
    from beredskab.access.acting import as_role
    from beredskab.outbox import duties
    from beredskab.outbox.models import Duty

    now = timezone.now()
    duties.ask("plans.lint", "x", due=now + dt.timedelta(hours=1), municipality=0)
    with as_role("clock") as alias:
        Duty.objects.using(alias).update(attempts=4, fault="KeyError")
    client = Client()
    client.force_login(gert)
    assert client.post("/administration/drift/igen/").status_code == 302
    while worker.do_duties(at=timezone.now()):
        pass
    assert Duty.objects.get(name="plans.lint", key="x").done_at is not None
