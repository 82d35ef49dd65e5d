"""Running a municipality: people, units, settings; and the doors for machines."""

from django.urls import path

from beredskab.administration.views import (
    health,
    importing,
    keys,
    mail_texts,
    mine,
    operation,
    people,
    person,
    professions,
    rights,
    rules,
    settings,
    teams,
)
from beredskab.first_words import by_first_word

app_name = "administration"

urlpatterns = [
    path("sundhed/", health.show, name="health"),
    path("sundhed/levende/", health.living, name="living"),
    path("min-side/", mine.mine, name="mine"),
    path("min-side/fravaer/", mine.away, name="mine_away"),
    path("min-side/fravaer/<uuid:absence>/", mine.back, name="mine_back"),
    path("velkommen/", mine.welcomed, name="welcomed"),
    path("administration/", people.home, name="home"),
    path("administration/medarbejdere/", people.people, name="people"),
    path("administration/medarbejdere/liste/", importing.upload, name="upload"),
    path("administration/medarbejdere/liste/skabelon.csv", importing.template, name="list_template"),
    path("administration/medarbejdere/liste/<uuid:list>/", importing.staff_list, name="staff_list"),
    path(
        "administration/medarbejdere/liste/<uuid:list>/smid-vaek/",
        importing.throw_away,
        name="discard_list",
    ),
    path("administration/kom-i-gang/", operation.start, name="start"),
    path("administration/drift/", operation.operate, name="operation"),
    path("administration/drift/igen/", operation.try_again, name="try_again"),
    path("administration/indstillinger/", settings.settings, name="settings"),
    path("administration/noegler/", keys.keys, name="keys"),
    path("administration/noegler/foreslaa/", keys.suggest, name="suggest_key"),
    path("administration/noegler/<uuid:change>/", keys.decide, name="decide_key"),
    path("administration/mailtekster/", mail_texts.overview, name="mail_texts"),
    path("administration/mailtekster/<slug:kind>/<slug:language>/", mail_texts.change, name="mail_text"),
    path("administration/regler/", rules.overview, name="rules"),
    path("administration/regler/ny/", rules.suggest, name="suggest_rules"),
    path("administration/regler/<uuid:change>/", rules.decide, name="decide_rules"),
    path("administration/enheder/", people.units, name="units"),
    path("administration/stillinger/", people.titles, name="titles"),
    path("administration/faggrupper/", professions.professions, name="professions"),
    path("administration/faggrupper/ny/", professions.profession, name="new_profession"),
    path("administration/faggrupper/<slug:profession>/", professions.profession, name="profession"),
    path("administration/adgang/", rights.overview, name="rights"),
    path("administration/adgang/hvor-tit/", teams.interval, name="recertification"),
    path("administration/adgang/svar/<uuid:change>/", rights.decide, name="decide_right"),
    path("administration/adgang/hold/<slug:team>/", teams.team, name="team"),
    path("administration/adgang/hold/<slug:team>/nu/", teams.begin, name="ask_team"),
    path("administration/adgang/hold/<slug:team>/<uuid:line>/", teams.answer, name="answer_for"),
    path("leder/medarbejdere/", people.my_people, name="my_people"),
    path("medarbejder/ny/", person.take_on, name="take_on"),
    path("medarbejder/<int:person>/", person.person, name="person"),
    path("medarbejder/<int:person>/ansaettelse/", person.employ, name="employ"),
    path("medarbejder/<int:person>/ansaettelse/<int:job>/", person.job, name="job"),
    path("medarbejder/<int:person>/vaek/", person.say_away, name="say_away"),
    path("medarbejder/<int:person>/vaek/<uuid:absence>/", person.back, name="back"),
    path("medarbejder/<int:person>/stopper/", person.leave, name="leave"),
    path("medarbejder/<int:person>/adgang/", rights.give, name="give_right"),
    path("medarbejder/<int:person>/adgang/fjern/", rights.take_away, name="take_right"),
]

urlpatterns = by_first_word(urlpatterns)
