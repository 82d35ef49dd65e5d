"""The doors of whoever answers for the work: who receives what, who is on duty, what the numbers say."""

from django.urls import path

from notifications.views import inbox, rota, routing, routing_change, statistics

urlpatterns = [
    path("fordeling/", routing.table, name="routing"),
    path("fordeling/afproev/", routing.try_everything, name="routing_trial"),
    path("fordeling/proev/", routing.try_out, name="routing_try"),
    path("fordeling/sandhedstabel/", routing.truth_table, name="truth_table"),
    path("fordeling/sandhedstabel.csv", routing.truth_table_file, name="truth_table_file"),
    path("fordeling/ny/", routing_change.change, name="routing_change"),
    path("fordeling/forslag/<uuid:proposal>/", routing_change.proposal, name="routing_proposal"),
    path("indbakke/find/", inbox.find, name="find"),
    path("statistik/", statistics.statistics, name="statistics"),
    path("statistik/fil/", statistics.statistics_file, name="statistics_file"),
    path("vagt/", rota.rota, name="rota"),
    path("vagt/<slug:team>/plan/", rota.plan, name="rota_plan"),
    path("vagt/<slug:team>/fravaer/", rota.absent, name="rota_absent"),
    path("vagt/fravaer/<uuid:absence>/tilbage/", rota.back, name="rota_back"),
]
