"""The last guard on words, tried on every sentence of the starter plan that names a leader."""

import pytest

from notifications.guide.wording import sends_to_leader, spare_leader

SENDS = [
    "Sig det til din leder i dag.",
    "Kan du ikke få fat i lederen, så underret alligevel.",
    "Gå til din leder nu.",
    "Lederen ringer til fagchefen i dag.",
    "Er din leder tæt knyttet til den ansatte, så tal med lederen om det.",
    "Lederen og fagchefen aftaler, hvem der taler med barnets forældre og politiet.",
    "Sig det til din leder nu.",
    "Tal med din daglige leder eller en ressourceperson.",
    "Kontakt souschefen.",
    "Få hjælp hos din leder.",
    "Ring til lederen, og sig, hvad du har set.",
    "Si det til lederen din i dag.",
    "Tell your leader today.",
    "Din leder hjælper dig.",
]
KEEPS = [
    "Sig intet til lederen eller til kolleger.",
    "Sig det ikke til lederen.",
    "Skal barnet være alene med lederen i dag, så ring nu.",
    "Lederen kan ikke se denne sag i portalen.",
    "Gå uden om lederen.",
    "Ring til Familierådgivningen i dag: 12 34 56 79.",
    "Vær, som du plejer.",
    "Portalen fortæller ikke lederen noget.",
]


@pytest.mark.parametrize("sentence", SENDS)
def test_a_sentence_that_sends_to_a_leader_is_found(sentence: str) -> None:
    assert sends_to_leader(sentence)


@pytest.mark.parametrize("sentence", KEEPS)
def test_a_sentence_that_warns_against_a_leader_or_says_nothing_of_one_is_kept(
    sentence: str,
) -> None:
    assert not sends_to_leader(sentence)


def test_only_the_sentences_that_send_to_the_leader_are_taken_out() -> None:
    text = (
        "Fortæl heller ikke, at du underretter. Vær, som du plejer.\n\n"
        "Ring i dag: 12 34 56 79. Sig det til din leder i dag. "
        "Kan du ikke få fat i lederen, så underret alligevel."
    )
    assert spare_leader(text) == (
        "Fortæl heller ikke, at du underretter. Vær, som du plejer.\n\nRing i dag: 12 34 56 79."
    )
