import csv
import datetime as dt
import io
import threading

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beredskab.access.guard import Forbidden
from beredskab.access.roles import Role
from beredskab.audit.models import Entry
from beredskab.organisation.models import Membership, Profession
from beredskab.outbox.mails import mail_for
from beredskab.outbox.models import Message
from plans.contents import PLANS, starter_plan
from plans.following import reminding, trend
from plans.models import (
    ReadingReminder,
)
from tests.cast import PROFESSIONS, lead, make_person
from tests.plans.books import DAY, NOW, SPRING, TODAY


@pytest.fixture(autouse=True)
def _sunday(freeze):
    freeze(NOW)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def seen(response):
    return BeautifulSoup(response.content, "html.parser")


def words(soup, selector):
    return [" ".join(one.get_text(" ", strip=True).split()) for one in soup.select(selector)]


def table(soup):
    return [
        [" ".join(cell.get_text(" ", strip=True).split()) for cell in row.select("th,td:not(.no-print)")]
        for row in soup.select(".matrix tbody tr")
    ]


@pytest.fixture
def renewed(book, bo, anna, ole):
    """Anna has read all of the first edition, Ole half, Bo nothing; then one section is renewed."""
    book.read(anna, "akut", "barnet", at=SPRING + DAY)
    book.read(ole, "akut", at=SPRING + DAY)
    book.publish(at=NOW - 13 * DAY, sections=[("barnet", (), dt.date(2026, 12, 1))])
    return book


def test_bo_sees_who_misses_what_and_what_is_missing_comes_first(renewed, bo, anna, ole):
    soup = seen(signed_in(bo).get("/leder/laest/"))
    assert table(soup) == [
        ["Bo Bang Leder", "221 dage over fristen", "Over fristen", "Mangler", "Over fristen"],
        ["Ole Olsen Pædagog", "Frist 1. dec.", "Læst 3. marts", "Mangler", "Ikke relevant"],
        ["Anna Andersen Pædagog", "Frist 1. dec.", "Læst 3. marts", "Ny version", "Ikke relevant"],
    ]
    assert words(soup, ".key-figures li") == [
        "0 af 3 har læst alt (0 %)",
        "1 mangler kun at læse en ny version",
        "1 er over fristen",
    ]


def test_phone_cards_say_the_same(renewed, bo, anna, ole):
    soup = seen(signed_in(bo).get("/leder/laest/"))
    assert words(soup, ".person-cards > li")[1:] == [
        "Ole Olsen Vælg Ole Olsen til påmindelse Pædagog Frist 1. dec. Læst 1 af 2. Mangler:"
        " Barnet – ikke læst",
        "Anna Andersen Vælg Anna Andersen til påmindelse Pædagog Frist 1. dec. Læst 1 af 2. Mangler:"
        " Barnet – ny version",
    ]


def test_who_has_read_everything_says_so(book, bo, anna):
    book.read(anna, "akut", "barnet", at=SPRING + DAY)
    rows = table(seen(signed_in(bo).get("/leder/laest/")))
    assert rows[-1] == [
        "Anna Andersen Pædagog",
        "Alt læst",
        "Læst 3. marts",
        "Læst 3. marts",
        "Ikke relevant",
    ]


def test_somebody_on_leave_stands_last_and_is_not_counted(book, bo, anna):
    Membership.objects.filter(staff=anna).update(on_leave_until=dt.date(2027, 3, 1))
    soup = seen(signed_in(bo).get("/leder/laest/"))
    assert table(soup)[-1][:2] == ["Anna Andersen Pædagog", "Orlov til 1. marts"]
    assert words(soup, ".key-figures li")[2] == "1 er over fristen"
    assert not soup.select(f"input[name=people][value='{anna.pk}']")


def test_nobody_is_late_in_their_first_two_weeks(book, bo, anna):
    Membership.objects.filter(staff=anna).update(starts_on=TODAY - DAY)
    assert table(seen(signed_in(bo).get("/leder/laest/")))[-1][1] == "Frist 5. dec."


def test_filters_show_who_misses_something_and_who_is_late(renewed, bo, anna, ole):
    client = signed_in(bo)
    late = seen(client.get("/leder/laest/?show=overdue"))
    assert words(late, ".toolbar .filters a") == ["Alle (3)", "Mangler noget (3)", "Over fristen (1)"]
    assert [row[0] for row in table(late)] == ["Bo Bang Leder"]
    assert len(table(seen(client.get("/leder/laest/?show=noget-andet")))) == 3


def test_more_than_eight_sections_are_grouped_by_chapter_and_can_be_opened(book, bo, anna):
    due = dt.date(2026, 12, 1)
    more = [(f"{letter}{number}", (), due) for letter in "xyz" for number in range(1, 4)]
    book.publish(at=NOW - 5 * DAY, sections=more)
    book.read(anna, "x1", "x2", "akut", at=NOW - DAY)
    client = signed_in(bo)
    soup = seen(client.get("/leder/laest/"))
    assert words(soup, ".matrix thead th")[3:] == ["A", "B", "L", "X", "Y", "Z"]
    assert table(soup)[0] == [
        "Anna Andersen Pædagog",
        "221 dage over fristen",
        "Læst 21. nov.",
        "Over fristen",
        "Ikke relevant",
        "Mangler 2 af 3",
        "Mangler 0 af 3",
        "Mangler 0 af 3",
    ]
    link = next(a["href"] for a in soup.select(".matrix thead a") if a.get_text() == "X")
    opened = seen(client.get(link))
    assert words(opened, ".matrix thead th")[3:] == ["X1", "X2", "X3"]


@pytest.mark.parametrize("profession", [slug for slug in PROFESSIONS if slug != "leder"])
def test_the_core_sections_are_never_irrelevant_for_anybody(profession):
    """Children choose whom they tell: the kitchen too reads these (experience.md 4.1)."""
    core = {"akut", "naar-barnet-fortaeller", "mistanke-ansat", "mistanke-leder", "saadan-underretter-du"}
    sections = {section.slug: section for section in starter_plan(PLANS[0]).sections}
    for slug in core:
        assert not sections[slug].professions or profession in sections[slug].professions
        assert sections[slug].must_acknowledge


def test_the_list_for_a_spreadsheet(renewed, bo, anna, ole):
    ole.name = "=HYPERLINK(1)"
    ole.save()
    response = signed_in(bo).get("/leder/laest/laest.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Medarbejder", "Profession", "Sådan står det", "Læst", "Af", "Akut", "Barnet", "Ledere"],
        ["Bo Bang", "Leder", "221 dage over fristen", "0", "3", "Over fristen", "Mangler", "Over fristen"],
        ["'=HYPERLINK(1)", "Pædagog", "Frist 1. dec.", "1", "2", "2026-03-03", "Mangler", "Ikke relevant"],
        ["Anna Andersen", "Pædagog", "Frist 1. dec.", "1", "2", "2026-03-03", "Ny version", "Ikke relevant"],
    ]


def test_the_chart_tells_how_it_was_and_why_it_fell(renewed, bo, anna, ole):
    trend.remember_months(bo.municipality, NOW)
    soup = seen(signed_in(bo).get("/leder/laest/"))
    label = soup.select_one("figure.chart svg")["aria-label"]
    assert label == (
        "Har læst alt, måned for måned: "
        "1. september – Har læst alt 1, Mangler kun en ny version 0, Mangler noget 2; "
        "1. oktober – Har læst alt 1, Mangler kun en ny version 0, Mangler noget 2; "
        "1. november – Har læst alt 1, Mangler kun en ny version 0, Mangler noget 2; "
        "I dag – Har læst alt 0, Mangler kun en ny version 1, Mangler noget 2"
    )
    assert "Faldet skyldes den nye version fra 9. november." in words(soup, "figure.chart .small")


# --- reminding --------------------------------------------------------------------------------


def reminded(bo, *people, confirmed=True, **more):
    data = {"people": [one.pk for one in people], **({"confirmed": "yes"} if confirmed else {}), **more}
    return signed_in(bo).post("/leder/laest/paamindelse/", data, follow=True)


def test_the_leader_sees_the_mail_before_it_is_sent(renewed, bo, anna, ole):
    soup = seen(reminded(bo, anna, ole, confirmed=False))
    assert words(soup, "main ul:not(.breadcrumbs__list) li")[:2] == ["Anna Andersen", "Ole Olsen"]
    assert "Der er afsnit i planen" in soup.select_one(".quote").get_text()
    assert not Message.objects.exists()
    sent = {field["value"] for field in soup.select("form input[name=people]")}
    assert sent == {str(anna.pk), str(ole.pk)}


def test_a_reminder_has_no_plan_text_and_no_other_name(renewed, bo, anna, ole):
    soup = seen(reminded(bo, anna, ole))
    assert "2 medarbejdere får en påmindelse med mail." in soup.get_text()
    mails = {message.recipient: mail_for(message) for message in Message.objects.all()}
    assert set(mails) == {anna, ole}
    for mail in mails.values():
        text = f"{mail.subject} {mail.body}"
        assert not any(name in text for name in ("Anna", "Ole", "Bo", "Solsikken", "Barnet", "barnet"))
    trail = Entry.objects.filter(verb="reading.reminded").values_list("actor_id", "subject")
    assert set(trail) == {(bo.pk, str(anna.pk)), (bo.pk, str(ole.pk))}


def test_nobody_is_reminded_twice_in_three_days(renewed, bo, anna, freeze):
    reminded(bo, anna)
    freeze(NOW + 3 * DAY - dt.timedelta(minutes=1))
    soup = seen(reminded(bo, anna))
    assert "Ingen fik en påmindelse" in soup.get_text()
    assert Message.objects.count() == 1
    assert "Påmindet 22. november 2026" in " ".join(
        words(seen(signed_in(bo).get("/leder/laest/")), ".matrix")
    )
    freeze(NOW + 3 * DAY)
    reminded(bo, anna)
    assert Message.objects.count() == 2


def test_who_misses_nothing_or_is_away_is_not_reminded(book, bo, anna, ole):
    book.read(anna, "akut", "barnet")
    Membership.objects.filter(staff=ole).update(on_leave_until=dt.date(2027, 3, 1))
    page = seen(reminded(bo, anna, ole, confirmed=False))
    assert words(page, "main ul li") == ["Anna Andersen har læst alt.", "Ole Olsen er på orlov."]
    reminded(bo, anna, ole)
    assert not Message.objects.exists()


def test_people_of_another_unit_are_left_out(renewed, bo, anna, cia, frida):
    reminded(bo, anna, cia, frida)
    assert [message.recipient for message in Message.objects.all()] in ([anna], [])
    assert not ReadingReminder.objects.exclude(staff=anna).exists()


@pytest.mark.parametrize("people", [["x"], ["-1"], ["9" * 30], ["\x00"]])
def test_odd_choices_remind_nobody(renewed, bo, anna, people):
    response = signed_in(bo).post("/leder/laest/paamindelse/", {"people": people, "confirmed": "yes"})
    assert (response.status_code, Message.objects.count()) == (302, 0)


def test_a_leader_of_another_unit_may_not_remind(renewed, bo, anna, town):
    vagn = make_person("Vagn Vind", town.school, "leder", Role.LEADER)
    lead(vagn, town.school)
    with pytest.raises(Forbidden):
        reminding.remind(town.kindergarten, [anna.pk], by=vagn, at=NOW)
    assert signed_in(vagn).get(f"/leder/laest/?unit={town.kindergarten.pk}").status_code == 404


def test_the_line_above_sees_every_unit_below(renewed, dorte, bo, anna, ole, town):
    soup = seen(signed_in(dorte).get("/leder/"))
    shown = [
        [cell.get_text(" ", strip=True) for cell in row.select("th,td")] for row in soup.select("tbody tr")
    ]
    assert [row for row in shown if row[0] == "Børnehuset Solsikken"] == [
        ["Børnehuset Solsikken", "3", "0", "1", "1"]
    ]


@pytest.mark.parametrize("path", ["/leder/", "/leder/laest/", "/leder/laest/laest.csv"])
@pytest.mark.parametrize("who", ["anna", "cia", "emil", "gert", "hanne"])
def test_who_leads_nobody_is_refused(request, who, path, book):
    assert signed_in(request.getfixturevalue(who)).get(path).status_code == 403


def test_a_leader_without_a_unit_gets_the_404_page(book, town):
    nobody = make_person("Nora Ny", town.school, "leder", Role.LEADER)
    assert signed_in(nobody).get("/leder/laest/").status_code == 404
    assert signed_in(nobody).get("/leder/").status_code == 200


def test_pages_cost_the_same_for_one_person_and_for_fifty(book, bo, town):
    def cost():
        client = signed_in(bo)
        return {
            path: statements(client, path) for path in ("/leder/", "/leder/laest/", "/leder/laest/laest.csv")
        }

    before = cost()
    job = Profession.objects.get(municipality=town.municipality, slug="paedagog")
    for number in range(50):
        person = make_person(f"p{number} Prøve", town.kindergarten, "paedagog")
        Membership.objects.create(staff=person, unit=town.school, profession=job)
        book.read(person, "akut")
    for number in range(20):
        book.publish(at=NOW - (40 - number) * DAY, sections=[(f"nyt-{number}", (), None)])
    assert cost() == before
    assert max(before.values()) <= 12


def statements(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    plain = [query["sql"] for query in caught.captured_queries]
    return len(
        [
            sql
            for sql in plain
            if not sql.startswith(
                ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SELECT set_config")
            )
        ]
    )


def test_two_leaders_at_once_send_one_reminder(committing, renewed, bo, anna, town, dorte):
    sent = []

    def remind(by):
        try:
            told = reminding.remind(town.kindergarten, [anna.pk], by=by, at=NOW)
            sent.append(len(told.to))
        finally:
            connection.close()

    threads = [threading.Thread(target=remind, args=(one,)) for one in (bo, dorte)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent) == [0, 1]
