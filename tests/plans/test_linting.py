"""What the check of a plan finds: one fault at a time, planted in an edition that is in order."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.linting import (
    Around,
    BlockFact,
    CardFact,
    ContactFact,
    EditionFact,
    Level,
    SectionFact,
    lint,
    lint_cards,
)
from plans.vocabulary import Audience, BlockType

TODAY = dt.date(2026, 11, 9)
OPEN = ContactFact("vagt", "Vagten", "12 34 56 78", False, TODAY, "/k/1/")
INNER = ContactFact("chef", "Chefen", "12 34 56 73", True, TODAY, "/k/2/")
AROUND = Around(
    on=TODAY,
    contacts={"vagt": OPEN, "chef": INNER},
    readers=frozenset({"laerer"}),
    steps=frozenset({"fare"}),
    letters=("A", "B"),
    sections=frozenset({("kontrol", "tegn"), ("kontrol", "")}),
)
TEXT = BlockFact("Sådan", BlockType.TEXT, Audience.PUBLIC, ("Ring.",), link="/b/")
STOP = BlockFact("STOP", BlockType.STOP, Audience.INTERNAL, ("Vent.",), code="A", link="/b/")


def edition(*blocks: BlockFact, foreword: str = "", language: str = "da", **section: object) -> EditionFact:
    one = SectionFact("Akut", "akut", blocks=blocks or (TEXT,), link="/s/")
    changed = replace(one, **section)  # type: ignore[arg-type]  # fields by name
    return EditionFact("Planen", "overgreb", language, foreword, (changed,), "/p/")


def found(told: EditionFact, around: Around = AROUND) -> list[tuple[str, str]]:
    return [(one.level.value, one.code) for one in lint(told, around)]


def test_a_link_to_a_plan_that_is_not_in_force_yet_waits_for_it() -> None:
    """Two plans that point at each other are published one after the other."""
    to_come = edition(replace(TEXT, texts=("Se [her](/plan/kontrol/nede/).",)))
    assert found(to_come) == [("red", "link-broken")]
    assert found(to_come, replace(AROUND, unpublished=frozenset({"kontrol"}))) == [("yellow", "link-broken")]
    own = edition(replace(TEXT, texts=("Se [her](/plan/overgreb/nede/).",)))
    assert found(own, replace(AROUND, unpublished=frozenset({"overgreb"}))) == [("red", "link-broken")]


def test_an_edition_in_order_has_no_finding() -> None:
    both = (STOP, replace(STOP, code="B"))
    whole = edition(TEXT, replace(TEXT, contacts=("vagt",)), *both, form_step="fare")
    assert found(whole) == []


@pytest.mark.parametrize(
    ("block", "faults"),
    [
        (replace(TEXT, contacts=("nede",)), [("red", "contact-missing")]),
        (replace(TEXT, numbers=("nede",)), [("red", "contact-missing")]),
        (replace(TEXT, contacts=("chef",)), [("red", "internal-contact")]),
        (replace(TEXT, numbers=("chef",)), [("yellow", "internal-number-hidden")]),
        (replace(TEXT, contacts=("chef",), audience=Audience.INTERNAL), []),
        (replace(TEXT, texts=("Ring 12345673.",)), [("red", "internal-number")]),
        (replace(TEXT, texts=("Ring 12 34 56 73.",)), [("red", "internal-number")]),
        (replace(TEXT, texts=("Ring 12 34 56 73.",), audience=Audience.INTERNAL), []),
        (replace(TEXT, gaps=("dato",)), [("yellow", "gap")]),
        (replace(TEXT, type=BlockType.CONTACT), [("red", "contact-not-chosen")]),
        (replace(TEXT, type=BlockType.LEGAL, texts=()), [("red", "legal-reference-empty")]),
        (
            replace(TEXT, type=BlockType.LEGAL, reference="§ 15", checked_on=dt.date(2025, 1, 1)),
            [("yellow", "legal-reference-unchecked")],
        ),
        (replace(TEXT, type=BlockType.LEGAL, reference="§ 15", checked_on=TODAY), []),
        (replace(TEXT, texts=("Se [her](/plan/overgreb/nede/).",)), [("red", "link-broken")]),
        (replace(TEXT, texts=("Se [her](/plan/kontrol/tegn/#b-1).",)), []),
        (STOP, [("red", "stop-missing")]),
    ],
)
def test_a_fault_in_a_block(block: BlockFact, faults: list[tuple[str, str]]) -> None:
    assert found(edition(block)) == faults


def test_faults_of_a_section() -> None:
    assert found(edition(form_step="maane")) == [("red", "form-step-unknown")]
    assert found(edition(professions=frozenset({"frisoer"}))) == [("yellow", "section-without-readers")]
    assert found(edition(summary="Ring 12 34 56 73")) == [("red", "internal-number")]
    assert found(edition(foreword="Vi i {kommunen}")) == [("yellow", "gap")]


def test_a_number_nobody_vouches_for_is_told_once() -> None:
    old = replace(OPEN, verified_on=TODAY - dt.timedelta(days=184))
    silent = replace(AROUND, contacts={"vagt": old})
    shown = replace(TEXT, contacts=("vagt",))
    [finding] = lint(edition(shown, replace(shown, name="Igen")), silent)
    assert (finding.code, finding.place, finding.link) == (
        "contact-unconfirmed",
        "Kontakter: Vagten",
        "/k/1/",
    )


def test_stop_advice_in_another_language_is_red() -> None:
    both = (STOP, replace(STOP, code="B"))
    assert found(edition(*both, language="nb")) == [("red", "stop-language")]


def test_missing_advice_holds_publishing_up_only_where_readers_have_it_now() -> None:
    [new] = lint(edition(STOP), AROUND)
    [lost] = lint(edition(STOP), replace(AROUND, letters_in_force=frozenset({"B"})))
    assert (new.blocks, lost.blocks) == (False, True)


def test_red_stands_before_yellow() -> None:
    told = edition(replace(TEXT, gaps=("dato",)), replace(TEXT, contacts=("nede",)))
    assert found(told) == [("red", "contact-missing"), ("yellow", "gap")]


def test_a_card_that_does_not_fit_warns() -> None:
    [finding] = lint_cards([CardFact("Ring", "too_long", "trin 3", "/k/"), CardFact("Lyt")])
    assert (finding.level, finding.code, finding.place) == (Level.YELLOW, "poster-too-long", "Ring")
