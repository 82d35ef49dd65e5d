"""A list from the staff office: who comes, who moves, who is missing, and what no list does. A-01 to A-03."""

import datetime as dt
import json
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration import leaving
from beredskab.administration.importing import reading
from beredskab.administration.models import JobTitle
from beredskab.organisation.models import Membership, Profession, Staff, Team, Unit
from tests.build import monday_at

HEAD = "navn;email;enhed;profession"
ANE = "Ane Ager;ane@eksempel.example;Børnehuset Solsikken;Pædagog"
BENT = "Bent Birk;bent@eksempel.example;Bakkeskolen;Folkeskolelærer"


def run(tmp_path: Path, *lines: str, encoding: str = "utf-8", **options: Any) -> dict[str, Any]:
    """What the command answers to a list."""
    path, out = tmp_path / "list.csv", StringIO()
    path.write_bytes("\r\n".join(lines).encode(encoding))
    with suppress(SystemExit):  # lines with a fault
        call_command("import_staff", str(path), municipality="eksempel", json=True, stdout=out, **options)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def counts(told: dict[str, Any]) -> tuple[int, int, int, int]:
    return told["added"], told["changed"], told["unchanged"], told["leaving"]


def jobs(email: str) -> list[tuple[str, str | None, str]]:
    found = Membership.objects.filter(staff__email=email).order_by("order", "pk")
    return [(one.unit.slug, one.profession and one.profession.slug, one.title) for one in found]


def test_a_list_is_taken_in_and_a_second_time_changes_nothing(town: Any, tmp_path: Path) -> None:
    assert counts(run(tmp_path, HEAD, ANE, BENT)) == (2, 0, 0, 0)
    assert counts(run(tmp_path, HEAD, ANE, BENT)) == (0, 0, 2, 0)
    assert jobs("ane@eksempel.example") == [("solsikken", "paedagog", "Pædagog")]
    assert jobs("bent@eksempel.example") == [("bakkeskolen", "laerer", "Folkeskolelærer")]
    assert not Staff.objects.get(email="ane@eksempel.example").has_usable_password()


def test_a_dry_run_says_the_same_and_changes_nothing(town: Any, tmp_path: Path) -> None:
    before = Staff.objects.count()
    assert counts(run(tmp_path, HEAD, ANE, BENT, dry_run=True)) == (2, 0, 0, 0)
    assert Staff.objects.count() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_every_usual_way_of_saving_a_list_is_read(encoding: str, mark: str) -> None:
    content = "\n".join([HEAD, ANE]).replace(";", mark).encode(encoding)
    [row] = reading.read(content).rows
    assert (row.unit, row.title) == ("Børnehuset Solsikken", "Pædagog")


def test_headings_stand_in_any_order_and_strange_columns_are_left_alone() -> None:
    file = reading.read(
        "Stilling;CPR-ish;E-MAIL;Afdeling;Fulde navn\nLærer;x;a@b.example;Skolen;A B\n".encode()
    )
    assert [(row.email, row.name, row.unit, row.title) for row in file.rows] == [
        ("a@b.example", "A B", "Skolen", "Lærer")
    ]
    assert file.left_alone == ("CPR-ish",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Filen er tom."),
        (b"navn;enhed\n", "Den første linje skal navngive kolonnerne. Mangler: email, profession."),
        (b"PK\x03\x04 an Excel file", "Det er ikke en CSV-fil. Gem listen fra Excel som »CSV (semikolon)«."),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(reading.Unreadable) as refusal:
        reading.read(content)
    assert str(refusal.value.sentence) == sentence


def test_the_template_can_be_read_back() -> None:
    file = reading.read(reading.template())
    assert (len(file.rows), file.faults, file.left_alone) == (1, (), ())


def test_faults_are_told_by_line_and_the_other_lines_are_taken_in(town: Any, tmp_path: Path) -> None:
    told = run(
        tmp_path,
        f"{HEAD};startdato;leder",
        f"{ANE};01-08-2026;nej",
        "Bo Uden;;Bakkeskolen;Lærer;;",
        "Carl;carl(at)x;Bakkeskolen;Lærer;;",
        ";dan@eksempel.example;Bakkeskolen;Lærer;;",
        "Else;else@eksempel.example;;Lærer;;",
        "Finn;finn@eksempel.example;Bakkeskolen;Lærer;31-02-2026;",
        "Gro;gro@eksempel.example;Bakkeskolen;Lærer;;måske",
        "Anders;ane@eksempel.example;Bakkeskolen;Lærer;;",
        "Ida",
    )
    assert [(one["line"], one["code"]) for one in told["errors"]] == [
        (3, "no_email"),
        (4, "not_an_email"),
        (5, "no_name"),
        (6, "no_unit"),
        (7, "not_a_day"),
        (8, "not_yes_or_no"),
        (9, "another_name"),
        (10, "too_few"),
    ]
    assert told["errors"][0]["message"] == "There is no e-mail."
    assert told["added"] == 1


def test_units_come_with_the_list_as_a_tree(town: Any, tmp_path: Path) -> None:
    run(
        tmp_path,
        f"{HEAD};overenhed",
        "Ane;ane@eksempel.example;Stue Blå;Pædagog;Nordens Hus",
        "Bo;bo2@eksempel.example;Nordens Hus;Pædagog;Børn og Unge",
        "Cy;cy@eksempel.example;Køkken;Kok;Nordens Hus",
        "Du;du@eksempel.example;Køkken;Kok;Bakkeskolen",
    )
    tree = {
        (one.name, one.parent and one.parent.name)
        for one in Unit.objects.filter(municipality=town.municipality)
    }
    assert {
        ("Stue Blå", "Nordens Hus"),
        ("Nordens Hus", "Børn og Unge"),
        ("Køkken", "Nordens Hus"),
        ("Køkken", "Bakkeskolen"),
    } <= tree
    assert Unit.objects.get(name="Stue Blå").slug == "stue-blaa"


def test_a_unit_that_has_moved_is_moved_and_never_below_itself(town: Any, tmp_path: Path) -> None:
    run(tmp_path, f"{HEAD};overenhed", f"{ANE};Bakkeskolen")
    town.kindergarten.refresh_from_db()
    assert town.kindergarten.parent == town.school
    told = run(
        tmp_path, f"{HEAD};overenhed", f"{ANE};", "Bo;b@e.example;Bakkeskolen;Lærer;Børnehuset Solsikken"
    )
    assert [(one["line"], one["code"]) for one in told["errors"]] == [(3, "circle")]


def test_somebody_changes_name_workplace_and_comes_back(town: Any, tmp_path: Path) -> None:
    run(tmp_path, HEAD, ANE, BENT)
    assert counts(run(tmp_path, HEAD, "Ane Bach;ane@eksempel.example;Bakkeskolen;Lærer", BENT)) == (
        0,
        1,
        1,
        0,
    )
    ane = Staff.objects.get(email="ane@eksempel.example")
    assert (ane.name, [m.unit.slug for m in ane.current_memberships()]) == ("Ane Bach", ["bakkeskolen"])
    assert Membership.objects.filter(staff=ane).count() == 2


def test_two_employments_of_one_person(town: Any, tmp_path: Path) -> None:
    run(tmp_path, HEAD, ANE, "Ane Ager;ane@eksempel.example;Bakkeskolen;SFO-pædagog", ANE)
    assert [job[0] for job in jobs("ane@eksempel.example")] == ["solsikken", "bakkeskolen"]


def test_an_employee_number_finds_who_got_a_new_address(town: Any, tmp_path: Path) -> None:
    run(tmp_path, f"{HEAD};nummer", f"{ANE};17")
    moved = "Ane Ager;ane.ager@eksempel.example;Børnehuset Solsikken;Pædagog;17"
    assert counts(run(tmp_path, f"{HEAD};nummer", moved)) == (0, 1, 0, 0)
    assert list(Staff.objects.filter(number="17").values_list("email", flat=True)) == [
        "ane.ager@eksempel.example"
    ]


def crowd(count: int) -> list[str]:
    return [f"Nr {n};nr{n}@eksempel.example;Bakkeskolen;Lærer" for n in range(count)]


def test_who_is_missing_has_left_and_keeps_no_right(town: Any, tmp_path: Path) -> None:
    run(tmp_path, HEAD, *crowd(20), ANE)
    ane = Staff.objects.get(email="ane@eksempel.example")
    RoleAssignment.objects.create(staff=ane, role=Role.CASEWORKER)
    grants.grant(ane, "handle_concerns", town.reception)
    Unit.objects.filter(pk=town.kindergarten.pk).update(leader=ane)
    assert counts(run(tmp_path, HEAD, *crowd(20))) == (0, 0, 20, 1)
    ane.refresh_from_db()
    assert not ane.is_active
    assert not RoleAssignment.objects.filter(staff=ane).exists()
    assert not grants.things_with(ane, "handle_concerns", Team).exists()
    assert Unit.objects.get(pk=town.kindergarten.pk).leader is None
    assert counts(run(tmp_path, HEAD, *crowd(20), ANE)) == (0, 1, 20, 0)
    ane.refresh_from_db()
    assert ane.is_active
    assert not RoleAssignment.objects.filter(staff=ane).exists()


def test_a_short_list_is_asked_about_and_changes_nothing_until_then(town: Any, tmp_path: Path) -> None:
    run(tmp_path, HEAD, *crowd(20))
    with pytest.raises(CommandError, match=r"Nothing was changed: 2 of 20 people .* --accept-leaving 2"):
        run(tmp_path, HEAD, *crowd(18), ANE)
    assert Staff.objects.filter(email__startswith="nr", is_active=True).count() == 20
    assert not Staff.objects.filter(email="ane@eksempel.example").exists()
    assert counts(run(tmp_path, HEAD, *crowd(18), ANE, accept_leaving=2)) == (1, 0, 18, 2)
    assert Staff.objects.filter(email__startswith="nr", is_active=True).count() == 18


def test_nobody_leaves_by_a_list_with_a_fault_in_it(town: Any, tmp_path: Path) -> None:
    run(tmp_path, HEAD, *crowd(30))
    told = run(tmp_path, HEAD, *crowd(29), "Nr 29;nr29(at)eksempel;Bakkeskolen;Lærer")
    assert counts(told) == (0, 0, 29, 0)
    assert Staff.objects.get(email="nr29@eksempel.example").is_active


def test_who_was_taken_in_by_hand_is_left_alone(town: Any, anna: Any, gert: Any, tmp_path: Path) -> None:
    run(tmp_path, HEAD, ANE)
    for person in (anna, gert):
        person.refresh_from_db()
        assert person.is_active


def test_the_last_day_that_a_list_named_ends_the_login(town: Any, tmp_path: Path, freeze: Any) -> None:
    freeze(monday_at(9))
    day = monday_at(9).date()
    run(tmp_path, f"{HEAD};slutdato", f"{ANE};{day:%d-%m-%Y}")
    at = monday_at(9)
    assert leaving.switch_off_who_left(town.municipality, by=None, at=at) == 0
    assert leaving.switch_off_who_left(town.municipality, by=None, at=at + dt.timedelta(days=1)) == 1


def test_a_leader_of_the_list_leads_the_unit_and_the_former_one_does_not(
    town: Any, bo: Any, tmp_path: Path
) -> None:
    run(tmp_path, f"{HEAD};leder", f"{ANE};ja")
    ane = Staff.objects.get(email="ane@eksempel.example")
    assert Unit.objects.get(pk=town.kindergarten.pk).leader == ane
    assert list(grants.things_with(ane, "lead_unit", Unit)) == [town.kindergarten]
    assert not grants.things_with(bo, "lead_unit", Unit).exists()
    assert not RoleAssignment.objects.filter(staff=bo, role=Role.LEADER).exists()


def test_a_list_gives_no_team_and_no_role(town: Any, tmp_path: Path) -> None:
    run(tmp_path, f"{HEAD};roles;teams", f"{ANE};administrator;modtagelsen")
    ane = Staff.objects.get(email="ane@eksempel.example")
    assert not RoleAssignment.objects.filter(staff=ane).exists()
    assert not grants.things_with(ane, "handle_concerns", Team).exists()


def test_a_title_nobody_knows_is_told_and_means_what_the_municipality_says(town: Any, tmp_path: Path) -> None:
    strange = (
        "Ane;ane@eksempel.example;Bakkeskolen;Gruppekoordinator",
        "Bo;b@eksempel.example;Bakkeskolen;Lærer",
    )
    told = run(tmp_path, HEAD, *strange)
    assert told["unknown_titles"] == {"Gruppekoordinator": 1}
    assert jobs("ane@eksempel.example") == [("bakkeskolen", None, "Gruppekoordinator")]
    teacher = Profession.objects.get(municipality=town.municipality, slug="laerer")
    JobTitle.objects.create(municipality=town.municipality, title="gruppekoordinator", profession=teacher)
    assert counts(run(tmp_path, HEAD, *strange)) == (0, 1, 1, 0)
    assert jobs("ane@eksempel.example") == [("bakkeskolen", "laerer", "Gruppekoordinator")]


def test_the_statements_of_looking_do_not_grow_with_the_list(town: Any, tmp_path: Path) -> None:
    def statements(*lines: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            run(tmp_path, HEAD, *lines, dry_run=True)
        return len(captured)

    run(tmp_path, HEAD, *crowd(200))
    assert statements(*crowd(195), ANE) == statements(
        *crowd(200), *(f"A{n};a{n}@x.example;Hus {n};Kok" for n in range(99))
    )
