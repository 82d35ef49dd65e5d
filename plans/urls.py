"""The plan's doors. Paths are Danish because they are printed on posters; names are English."""

from django.urls import include, path

from plans.views import contacts, files, plan, posters, reading, sheets

app_name = "plans"

urlpatterns = [
    path("plan/", plan.index, name="index"),
    path("plan/soeg/", plan.search, name="search"),
    path("plan/<slug:plan>/", plan.plan, name="plan"),
    path("plan/<slug:plan>/plan.pdf", sheets.plan_pdf, name="plan_pdf"),
    path("plan/<slug:plan>/udgaver/<int:number>/", plan.edition, name="edition"),
    path("plan/<slug:plan>/<slug:section>/", reading.section, name="section"),
    path("plan/<slug:plan>/<slug:section>/versioner/", plan.versions, name="versions"),
    path("filer/<uuid:file>/", files.file, name="file"),
    path("kontakter/", contacts.contacts, name="contacts"),
    path("kontakter/mine/", contacts.mine, name="my_contacts"),
    path("kontakter/mine/<int:contact>/", contacts.confirm, name="confirm_contact"),
    path("plakater/", posters.overview, name="posters"),
    path("plakater/<slug:role>.pdf", posters.poster, name="poster"),
    path("plakater/ark/<slug:sheet>.pdf", sheets.sheet, name="sheet"),
    path("p/<slug:role>/", posters.card, name="card"),
    path("", include("plans.following_urls")),
    path("", include("plans.editing_urls")),
]
