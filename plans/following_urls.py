"""Following up: who has read the plan, and how far the recommendations and measures are."""

from django.urls import path

from plans.views import gaps, leader, leader_lists, leader_reminding, status

urlpatterns = [
    path("leder/", leader.home, name="leader"),
    path("leder/laest/", leader.reading, name="who_has_read"),
    path("leder/laest/laest.<slug:ending>", leader_lists.reading_list, name="who_has_read_list"),
    path("leder/laest/paamindelse/", leader_reminding.remind, name="remind_readers"),
    path("status/", status.overview, name="status"),
    path("status/anbefalinger/", status.recommendations, name="status_recommendations"),
    path("status/anbefalinger/<int:number>/", status.recommendation, name="status_recommendation"),
    path(
        "status/anbefalinger/<int:number>/<slug:level>/",
        status.set_recommendation,
        name="set_recommendation_status",
    ),
    path("status/handleplan/", status.action_plans, name="action_plans"),
    path("status/handleplan/<int:plan>/", status.action_plan, name="action_plan"),
    path("status/handleplan/tiltag/<int:measure>/", status.measure, name="measure"),
    path("redaktion/anbefalinger/", gaps.overview, name="recommendation_gaps"),
    path("redaktion/anbefalinger/<int:number>/", gaps.fill, name="fill_gap"),
]
