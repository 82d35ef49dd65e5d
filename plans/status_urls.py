"""The pages under /status/: how far the recommendations and measures are, and who does what."""

from django.urls import path

from plans.views.status import action_plans, measures, overview, recommendations

urlpatterns = [
    path("", overview.overview, name="status"),
    path("anbefalinger/", recommendations.recommendations, name="status_recommendations"),
    path("anbefalinger/<int:number>/", recommendations.recommendation, name="status_recommendation"),
    path(
        "anbefalinger/<int:number>/<slug:level>/",
        recommendations.set_recommendation,
        name="set_recommendation_status",
    ),
    path("mine/", measures.mine, name="my_measures"),
    path("mine/<int:measure>/", measures.mine_one, name="my_measure"),
    path("handleplan/", action_plans.action_plans, name="action_plans"),
    path("handleplan/ny/", action_plans.new, name="new_action_plan"),
    path("handleplan/<int:plan>/", action_plans.action_plan, name="action_plan"),
    path("handleplan/<int:plan>/ret/", action_plans.change, name="edit_action_plan"),
    path("handleplan/<int:plan>/nyt-tiltag/", measures.add, name="new_measure"),
    path("handleplan/tiltag/<int:measure>/", measures.measure, name="measure"),
    path("handleplan/tiltag/<int:measure>/ret/", measures.change, name="edit_measure"),
    path("handleplan/tiltag/<int:measure>/bekraeft/", measures.confirm, name="confirm_measure"),
    path("handleplan/tiltag/<int:measure>/kommentar/", measures.comment, name="comment_measure"),
    path("handleplan/tiltag/<int:measure>/viser/", measures.show, name="measure_evidence"),
    path("handleplan/tiltag/<int:measure>/ansvarlige/", measures.responsible, name="measure_responsible"),
    path("handleplan/ansvarlig/<int:responsible>/fjern/", measures.release, name="release_responsible"),
    path("handleplan/viser/<int:evidence_id>/fjern/", measures.withdraw, name="withdraw_evidence"),
]
