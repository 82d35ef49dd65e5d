"""The editor's doors, below /redaktion/. Names are in the namespace of the plan."""

from django.urls import path

from plans.views import (
    adopting,
    checking,
    editing,
    editing_blocks,
    editing_cards,
    editing_contacts,
    editing_editions,
    editing_release,
    importing,
    intervening,
)

urlpatterns = [
    path("redaktion/", editing.home, name="editing"),
    path("redaktion/plan/<slug:plan>/", editing.plan, name="edit_plan"),
    path("redaktion/plan/<slug:plan>/send/", editing_release.hand_in, name="hand_in"),
    path("redaktion/plan/<slug:plan>/godkend/", editing_release.review, name="review"),
    path("redaktion/plan/<slug:plan>/tilbage/", editing_release.send_back, name="send_back"),
    path("redaktion/plan/<slug:plan>/traek-tilbage/", editing_release.withdraw, name="withdraw"),
    path("redaktion/plan/<slug:plan>/udgaver/", editing_editions.history, name="editions"),
    path(
        "redaktion/plan/<slug:plan>/udgaver/<int:number>/gendan/",
        editing_editions.restore,
        name="restore",
    ),
    path("redaktion/plan/<slug:plan>/kasser/", editing_editions.discard, name="discard"),
    path("redaktion/plan/<slug:plan>/nyt-afsnit/", editing_editions.new_section, name="new_section"),
    path("redaktion/plan/<slug:plan>/gaa-tilbage/", intervening.go_back, name="go_back"),
    path("redaktion/indgreb/<int:intervention>/", intervening.decide, name="decide_intervention"),
    path("redaktion/plan/<slug:plan>/vedtagelse/", adopting.record, name="record_adoption"),
    path("redaktion/plan/<slug:plan>/krav/", adopting.requirements, name="requirements"),
    path("redaktion/hent-dokument/", importing.upload, name="import_document"),
    path("redaktion/hent-dokument/<uuid:proposal>/", importing.proposal, name="import_proposal"),
    path(
        "redaktion/hent-dokument/<uuid:proposal>/smid-vaek/",
        importing.throw_away,
        name="import_discard",
    ),
    path("redaktion/afsnit/<int:section>/", editing.section, name="edit_section"),
    path("redaktion/afsnit/<int:section>/plads/", editing_editions.place, name="place_section"),
    path("redaktion/afsnit/<int:section>/titel/", editing_blocks.heading, name="edit_heading"),
    path("redaktion/afsnit/<int:section>/ny/", editing_blocks.new_block, name="new_block"),
    path("redaktion/afsnit/<int:section>/<uuid:key>/", editing_blocks.block, name="edit_block"),
    path(
        "redaktion/afsnit/<int:section>/<uuid:key>/flyt/",
        editing_blocks.move_block,
        name="move_block",
    ),
    path(
        "redaktion/afsnit/<int:section>/<uuid:key>/fjern/",
        editing_blocks.remove_block,
        name="remove_block",
    ),
    path(
        "redaktion/afsnit/<int:section>/<uuid:key>/skjul/",
        intervening.hide_block,
        name="hide_block",
    ),
    path("redaktion/tjek/", checking.overview, name="check"),
    path("redaktion/tjek/plan/<slug:plan>/", checking.plan, name="check_plan"),
    path("redaktion/tjek/<slug:check>/", checking.other, name="check_other"),
    path("redaktion/kontakter/", editing_contacts.contacts, name="edit_contacts"),
    path("redaktion/kontakter/ny/", editing_contacts.new_contact, name="new_contact"),
    path("redaktion/kontakter/<int:contact>/", editing_contacts.contact, name="edit_contact"),
    path("redaktion/handlekort/", editing_cards.cards, name="edit_cards"),
    path("redaktion/handlekort/<slug:role>/", editing_cards.card, name="edit_card"),
    path("redaktion/handlekort/<slug:role>/afgoer/", editing_cards.decide_card, name="decide_card"),
]
