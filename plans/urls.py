"""The plan's doors. Paths are Danish because they are printed on posters; names are English."""

from django.urls import include, path

from beredskab.first_words import by_first_word
from plans.views import contacts, files, outage, plan, posters, reading, sheets, walls

app_name = "plans"

urlpatterns = [
    path("plan/", plan.index, name="index"),
    path("plan/soeg/", plan.search, name="search"),
    path("plan/<slug:plan>/", plan.plan, name="plan"),
    path("plan/<slug:plan>/plan.pdf", sheets.plan_pdf, name="plan_pdf"),
    path("plan/<slug:plan>/<slug:sheet>.pdf", sheets.of_a_plan, name="plan_sheet"),
    path("plan/<slug:plan>/udgaver/<int:number>/", plan.edition, name="edition"),
    path("plan/<slug:plan>/<slug:section>/", reading.section, name="section"),
    path("plan/<slug:plan>/<slug:section>/versioner/", plan.versions, name="versions"),
    path("filer/<uuid:file>/", files.file, name="file"),
    path("kontakter/", contacts.contacts, name="contacts"),
    path("kontakter/mine/", contacts.mine, name="my_contacts"),
    path("kontakter/mine/<int:contact>/", contacts.confirm, name="confirm_contact"),
    path("hjaelp/<slug:role>.pdf", sheets.guide, name="guide"),
    path("plakater/", posters.overview, name="posters"),
    path("plakater/<slug:role>.pdf", posters.poster, name="poster"),
    path("plakater/ark/<slug:sheet>.pdf", sheets.sheet, name="sheet"),
    path("plakater/noedpakke/", outage.outage, name="outage"),
    path("plakater/noedpakke/<slug:unit>.pdf", outage.kit, name="outage_kit"),
    path("plakater/vaegge/", walls.overview, name="walls"),
    path("plakater/vaegge/<slug:unit>/", walls.unit, name="wall"),
    path("plakater/vaegge/<slug:unit>/plakater.zip", walls.bundle, name="poster_bundle"),
    path("plakater/vaegge/<slug:unit>/<int:hanging>/", walls.decide, name="decide_hanging"),
    path("p/<slug:role>/", posters.card, name="card"),
    path("aarshjul/", include("plans.yearly_urls")),
    path("", include("plans.following_urls")),
    path("", include("plans.editing_urls")),
    path("", include("plans.door_urls")),
]

urlpatterns = by_first_word(urlpatterns)
