"""Roles that the municipality adds, cards out of use, and the words of a card in other languages."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from beredskab.access.guard import Forbidden
from plans import access
from plans.contents import catalogue
from plans.demo import values
from plans.editing import card_editing
from plans.editing.starting import OTHER_LANGUAGES
from plans.models import ActionCard, PosterFile
from plans.numbers.contacts import contacts_in_force
from plans.paper import languages, posters
from tests.build import monday_at, tuesday_at
from tests.plans.test_posters import make_card

ENGLISH = {"title": "Worried about a child?", "role": "For staff"}


def translated(card: ActionCard, **changes: object) -> dict[str, object]:
    return languages.translation({**languages.danish(card), **ENGLISH, **changes}, languages.danish(card))


def printed(card: ActionCard, language: str) -> str:
    contacts = contacts_in_force(card.municipality, monday_at(9))
    asked = posters.variant(card.municipality, language, at=monday_at(9))
    posters.make(card, contacts, "a4", asked, at=monday_at(9))
    file = PosterFile.objects.get(poster=posters.found(card, posters.current(card, contacts, asked)))
    page = PdfReader(io.BytesIO(bytes(file.pdf))).pages
    assert len(page) == 1
    return " ".join(page[0].extract_text().replace("\u00a0", " ").replace("\u2060", "").split())


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
@pytest.mark.parametrize("slug", [one["slug"] for one in catalogue("action-cards")["cards"]])
def test_every_starter_card_is_one_page_in_every_language(slug, language, town):
    card = make_card(town.municipality, slug)
    other = catalogue(f"action-cards.{language}")
    told = {**other["cards"][slug], "say_note": other["say_note"]}
    assert [len(told[name]) for name in ("steps", "say", "never", "signs")] == [
        len(getattr(card, name)) for name in ("steps", "say", "never", "signs")
    ]
    from plans.demo import _filled_words

    card.translations = {
        language: languages.translation(_filled_words(told, values()), languages.danish(card))
    }
    card.save()
    words = printed(card, language)
    assert card.translations[language]["steps"][0]["bold"] in words
    assert card.note not in words


def test_a_translation_is_not_printed_when_the_danish_words_have_changed(town):
    card = make_card(town.municipality, "paedagog")
    card.translations = {"en": translated(card)}
    card.save()
    assert languages.languages_of(card) == ("da", "en")
    assert "For staff" in printed(card, "en")
    card.never = ["Noget nyt."]
    card.version += 1
    card.save()
    assert languages.is_behind(card, "en")
    assert languages.told_in(card, "en").language == "da"
    assert "Noget nyt." in printed(card, "en")


def test_a_translation_waits_for_a_second_pair_of_eyes(client, town, hanne, dorte):
    card = make_card(town.municipality, "paedagog")
    card_editing.propose(card, {"note": "Kun her."}, seen_revision=1, by=hanne, at=monday_at(8))
    client.force_login(hanne)
    path = reverse("plans:translate_card", args=["paedagog", "en"])
    page = client.get(path)
    assert card.steps[0]["bold"] in page.content.decode()
    told = {**page.context["form"].initial, "title": "Worried?", "role": "For staff", "note": "Only here."}
    for number, step in enumerate(card.steps, start=1):
        told |= {f"bold_{number}": f"Do {number}", f"line_{number}": step["line"]}
    told |= {"signs": "\n".join(["One"] * len(card.signs)), "seen": 2}
    assert client.post(path, {**told, "bold_2": ""}).status_code == 422
    assert client.post(path, told).status_code == 302
    card.refresh_from_db()
    assert set(card.proposal) == {"note", "translations"}
    client.force_login(dorte)
    assert "Do 1" in client.get(reverse("plans:edit_card", args=["paedagog"])).content.decode()
    card = card_editing.approve(card, seen_revision=card.revision, by=dorte, at=tuesday_at(9))
    assert languages.told_in(card, "en").title == "Worried?"
    assert not languages.is_behind(card, "en")


def test_a_new_role_is_on_no_wall_before_somebody_else_has_approved_it(client, town, hanne, dorte):
    make_card(town.municipality, "paedagog")
    client.force_login(hanne)
    told = {"slug": "vaerested", "role": "Til værestedet", "like": "paedagog"}
    path = reverse("plans:new_card")
    for taken in ("ny", "paedagog", "Ø"):
        assert client.post(path, {**told, "slug": taken}).status_code == 422
    assert client.post(path, told).url == reverse("plans:edit_card", args=["vaerested"])
    card = ActionCard.objects.get(slug="vaerested")
    viewer = access.Viewer(town.municipality, dorte)
    assert card not in access.cards_for(viewer)
    posters.refresh(town.municipality, at=monday_at(9))
    assert not card.posters.exists()
    page = client.get(reverse("plans:edit_card", args=["vaerested"]))
    form = page.context["form"]
    sent = {**form.initial, "staff_room_only": "on"}
    assert client.post(reverse("plans:edit_card", args=["vaerested"]), sent).status_code == 302
    card.refresh_from_db()
    card = card_editing.approve(card, seen_revision=card.revision, by=dorte, at=monday_at(10))
    assert (card.version, card.steps[0]["bold"]) == (1, "Lyt. Spørg ikke ud.")
    assert card in access.cards_for(viewer)
    assert client.get("/p/vaerested/").status_code == 200


def test_a_card_out_of_use_goes_on_answering_in_every_language(client, town, hanne, dorte):
    card = make_card(town.municipality, "paedagog")
    make_card(town.municipality, "laerer")
    posters.refresh(town.municipality, at=monday_at(9))
    with pytest.raises(Forbidden):
        card_editing.retire(card, by=hanne, at=monday_at(9))
    card_editing.retire(card, by=dorte, at=monday_at(9))
    assert card_editing.retire(card, by=dorte, at=monday_at(10)).retired_at == monday_at(9)
    for language, words in (("da", "ude af brug"), ("nb", "ute av bruk"), ("en", "out of use")):
        client.cookies["language"] = language
        page = client.get("/p/paedagog/?v=1.0").content.decode()
        assert words in page
        assert "tel:112" in page
        assert "/p/laerer/" in page
    assert client.get("/plakater/paedagog.pdf").status_code == 404
    client.force_login(dorte)
    client.post(reverse("plans:retire_card", args=["paedagog"]), {"decision": "back"})
    assert client.get("/p/paedagog/?v=1.0").context["is_current"] is True
