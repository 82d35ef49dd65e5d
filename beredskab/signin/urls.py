"""The door: passwords, second steps, the municipality's own providers."""

from django.urls import path

from beredskab.first_words import by_first_word
from beredskab.signin.views import (
    changing_providers,
    closed_team,
    door,
    providers,
    saml,
    second,
    unlocking,
)

app_name = "signin"
urlpatterns = [
    path("log-ind/", door.sign_in, name="sign_in"),
    path("log-ind/demo/", door.sign_in_as_demo, name="demo"),
    path("log-ind/bliv/", door.stay, name="stay"),
    path("log-ind/kode/", second.code, name="code"),
    path("log-ind/opsaet/", second.set_up, name="set_up"),
    path("log-ind/opsaet/firkant/", second.square, name="square"),
    path("log-ind/er-det-dig/", second.prove, name="prove"),
    path("log-ind/ikke-sikkert-nok/", second.not_sure_enough, name="not_sure_enough"),
    path("log-ind/med/<slug:provider>/", providers.start, name="provider"),
    path("log-ind/med/<slug:provider>/svar/", providers.answer, name="answer"),
    path("log-ind/med/<slug:provider>/saml/", saml.posted, name="saml"),
    path("log-ind/med/<slug:provider>/saml/om-os/", saml.metadata, name="saml_metadata"),
    path("log-ind/med/<slug:provider>/saml/<uuid:answer>/", saml.answer, name="saml_answer"),
    path("log-ind/med/<slug:provider>/logget-af/", providers.logged_off, name="logged_off"),
    path("log-af/", door.sign_out, name="sign_out"),
    path("min-side/login/", second.mine, name="mine"),
    path("lukket-gruppe/", closed_team.overview, name="closed_teams"),
    path("lukket-gruppe/laas-op/", unlocking.unlock, name="unlock"),
    path("lukket-gruppe/laas/", unlocking.lock, name="lock"),
    path("lukket-gruppe/adgangssaetning/", closed_team.passphrase, name="passphrase"),
    path("lukket-gruppe/<slug:team>/forsegl/", closed_team.seal, name="seal_team"),
    path("lukket-gruppe/<slug:team>/luk-ind/", closed_team.let_in, name="let_in"),
    path("administration/login/", changing_providers.overview, name="providers"),
    path("administration/login/ny/", changing_providers.change, name="new_provider"),
    path("administration/login/<slug:provider>/", changing_providers.change, name="change_provider"),
    path("administration/login/forslag/<uuid:change>/", changing_providers.decide, name="decide_provider"),
]

urlpatterns = by_first_word(urlpatterns)
