import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from beredskab.access.acting import as_role
from beredskab.access.guard import Forbidden
from beredskab.organisation.models import Membership
from beredskab.outbox.mails import mail_for
from beredskab.outbox.models import Duty, Message
from beredskab.outbox.vocabulary import Kind
from plans.implementation import measures, rounds
from plans.implementation.measures import MeasureFacts, PlanFacts
from plans.implementation.telling import Statement
from plans.models import MeasureStatus, RoundLink, StatusRound
from plans.vocabulary import Status, Task
from tests.plans.implementation.test_status_pages import seen, signed_in, words

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()
DUE = TODAY + dt.timedelta(days=40)


@pytest.fixture(autouse=True)
def _sunday(freeze):
    freeze(NOW)


@pytest.fixture
def plan(dorte, bo, anna):
    """Two measures: Bo answers for the first with Anna as deputy, nobody for the second."""
    made = measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=NOW)
    for number in ("1", "2"):
        measures.save_measure(made, MeasureFacts(number, f"Tiltag {number}"), by=dorte, at=NOW)
    first = made.measures.first()
    measures.name_responsible(first, role="", staff=bo, deputy=anna, task=Task.MAKES, by=dorte, at=NOW)
    return made


def ask(plan, dorte, due=DUE):
    return rounds.open_round(plan, as_of=TODAY, due_on=due, note="", by=dorte, at=NOW)


def told(kind):
    return [one.recipient.name for one in promised(kind)]


def promised(kind):
    """As the worker sees it: a message that leads somewhere is nobody else's to read."""
    with as_role("clock") as alias:
        found = Message.objects.using(alias).filter(kind=kind)
        return list(found.select_related("recipient__municipality"))


def say(round_, by, status=Status.DONE, number="1"):
    question = round_.questions.select_related("measure").get(measure__number=number)
    return rounds.answer(question, Statement(status, "Sådan.", round_.as_of), by=by, at=NOW)


def test_whoever_answers_is_asked_once_and_reminded_30_7_1_days_before_and_after(plan, dorte):
    made = ask(plan, dorte)
    assert ask(plan, dorte) == made
    assert (told(Kind.STATUS_ASKED), made.questions.count()) == (["Bo Bang"], 2)
    due = sorted(one.due_at.date() for one in Duty.objects.filter(name=rounds.REMIND))
    assert [(DUE - day).days for day in due] == [30, 7, 1, -1]


def test_days_that_have_passed_are_not_promised_and_a_day_gone_by_is_refused(plan, dorte, hanne):
    ask(plan, dorte, due=TODAY + dt.timedelta(days=3))
    assert Duty.objects.filter(name=rounds.REMIND).count() == 2
    with pytest.raises(rounds.RefusedRound):
        ask(plan, dorte, due=TODAY - dt.timedelta(days=1))
    with pytest.raises(Forbidden):
        ask(plan, hanne)


def test_on_leave_the_deputy_is_asked(plan, dorte, bo):
    Membership.objects.filter(staff=bo).update(on_leave_until=DUE + dt.timedelta(days=30))
    ask(plan, dorte)
    assert told(Kind.STATUS_ASKED) == ["Anna Andersen"]


def test_an_answer_is_a_status_and_stops_the_reminders(plan, dorte, bo, hanne):
    made = ask(plan, dorte)
    with pytest.raises(Forbidden):
        say(made, hanne)
    say(made, bo)
    entry = MeasureStatus.objects.get()
    assert (entry.status, entry.said_by, entry.as_of) == (Status.DONE, bo, TODAY)
    ids = {"round": made.pk, "due_on": made.due_on.isoformat()}
    rounds.remind(ids, NOW + dt.timedelta(days=33))
    assert told(Kind.STATUS_REMINDER) == []
    assert not rounds.waiting_for(bo).exists()


def test_what_is_open_after_the_day_is_reminded_every_week_and_not_for_ever(plan, dorte):
    made = ask(plan, dorte)
    ids = {"round": made.pk, "due_on": made.due_on.isoformat()}
    rounds.remind(ids, NOW + dt.timedelta(days=41))
    assert told(Kind.STATUS_OVERDUE) == ["Bo Bang"]
    before = Duty.objects.count()
    rounds.remind(ids, NOW + dt.timedelta(days=41))
    assert Duty.objects.count() == before
    rounds.remind(ids, NOW + dt.timedelta(days=40 + 57))
    assert Duty.objects.count() == before


def test_an_answer_sent_back_is_open_again_and_answered_again(plan, dorte, bo):
    made = ask(plan, dorte)
    question = say(made, bo)
    rounds.send_back(question, "Hvor mange huse?", by=dorte, at=NOW)
    assert told(Kind.STATUS_SENT_BACK) == ["Bo Bang"]
    assert list(rounds.waiting_for(bo)) == [made]
    again = say(made, bo, Status.PARTLY_DONE)
    assert (again.is_open, MeasureStatus.objects.count()) == (False, 2)
    with pytest.raises(rounds.RefusedRound):
        rounds.send_back(made.questions.get(measure__number="2"), "Hvad?", by=dorte, at=NOW)


def test_locked_it_takes_no_answer_and_opened_again_it_does(plan, dorte, bo):
    made = ask(plan, dorte)
    for _again in range(2):
        rounds.lock(made, by=dorte, at=NOW)
    with pytest.raises(rounds.RefusedRound):
        say(made, bo)
    rounds.remind({"round": made.pk, "due_on": made.due_on.isoformat()}, NOW)
    assert told(Kind.STATUS_REMINDER) == []
    other = ask(plan, dorte)
    with pytest.raises(rounds.RefusedRound):
        rounds.reopen(made, DUE, by=dorte, at=NOW)
    rounds.lock(other, by=dorte, at=NOW)
    rounds.reopen(made, DUE, by=dorte, at=NOW)
    assert say(made, bo).answer is not None


def test_the_database_allows_one_open_round(plan, dorte):
    ask(plan, dorte)
    facts = {"as_of": TODAY, "due_on": DUE, "opened_by": dorte, "opened_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusRound.objects.create(plan=plan, municipality=dorte.municipality, **facts)


def test_the_mails_link_opens_for_bo_after_sign_in_and_for_nobody_else(plan, dorte, bo, anna, client):
    ask(plan, dorte)
    link = RoundLink.objects.get()
    mail = mail_for(promised(Kind.STATUS_ASKED)[0])
    path = f"/status/svar/{link.token}/"
    assert path in mail.body
    said = mail.subject + mail.body
    assert [word for word in ("Tiltag 1", "Handleplan", "Bo", "Dorte") if word in said] == []
    assert client.get(path).headers["Location"] == f"/log-ind/?next={path}"
    assert signed_in(anna).get(path).status_code == 404
    page = seen(signed_in(bo).get(path))
    assert words(page, "legend") == ["1. Tiltag 1"]
    assert "Hvor langt er dine tiltag?" in signed_in(bo).get("/").content.decode()


def test_bo_answers_on_one_page_and_a_word_without_a_sentence_loses_nothing(plan, dorte, bo):
    made = ask(plan, dorte)
    question = made.questions.get(measure__number="1")
    path = f"/status/svar/{RoundLink.objects.get().token}/"
    client = signed_in(bo)
    wrong = client.post(path, {f"q{question.pk}-status": "late", f"q{question.pk}-sentence": ""})
    assert (wrong.status_code, MeasureStatus.objects.exists()) == (422, False)
    assert seen(wrong).select_one("option[selected]")["value"] == "late"
    assert seen(wrong).select_one("#error-summary a")["href"] == f"#id_q{question.pk}-sentence"
    client.post(path, {f"q{question.pk}-status": "late", f"q{question.pk}-sentence": "Vi venter."})
    assert MeasureStatus.objects.get().sentence == "Vi venter."


def test_dorte_opens_follows_answers_for_several_and_locks(plan, dorte):
    client = signed_in(dorte)
    days = {f"{name}_{n}": v for name, day in (("as_of", TODAY), ("due_on", DUE))
            for n, v in enumerate((day.day, day.month, day.year))}  # fmt: skip
    page = client.post("/status/runder/ny/", {"plan": plan.pk, **days}, follow=True)
    made = StatusRound.objects.get()
    assert words(seen(page), "tbody td:nth-child(2)") == ["Bo Bang", "Ingen er spurgt"]
    keys = [question.pk for question in made.questions.all()]
    answers = {f"q{key}-status": "done" for key in keys} | {f"q{key}-sentence": "Ja." for key in keys}
    client.post(f"/status/runder/{made.pk}/samlet/", answers)
    assert MeasureStatus.objects.count() == 2
    client.post(f"/status/runder/{made.pk}/laas/")
    page = seen(client.get(f"/status/runder/{made.pk}/samlet/"))
    assert "Runden er låst" in words(page, ".alert")[-1]
