"""Running a municipality: people, units, settings; and the doors for machines."""

from django.urls import path

from beredskab.administration.views import health, importing, keys, mine, operation, people, settings

app_name = "administration"

urlpatterns = [
    path("sundhed/", health.show, name="health"),
    path("sundhed/levende/", health.living, name="living"),
    path("min-side/", mine.mine, name="mine"),
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
    path("administration/enheder/", people.units, name="units"),
    path("administration/stillinger/", people.titles, name="titles"),
]
