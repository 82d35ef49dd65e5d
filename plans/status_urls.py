"""The pages under /status/: how far the recommendations and measures are, and who does what."""

from django.urls import path

from plans.views.status import action_plans, measures, overview, recommendations, reports

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
    path("rapporter/", reports.reports, name="status_reports"),
    path("rapporter/ny/", reports.new, name="new_status_report"),
    path("rapporter/sammenlign/", reports.compare, name="compare_reports"),
    path("rapporter/<int:number>/", reports.report, name="status_report"),
    path("rapporter/<int:number>/godkend/", reports.approve, name="approve_report"),
    path("rapporter/<int:number>/kasser/", reports.discard, name="discard_report"),
    path("rapporter/<int:number>/offentlig/", reports.show_everybody, name="publish_report"),
    path("rapporter/<int:number>/rapport.pdf", reports.pdf, name="status_report_pdf"),
    path("rapporter/<int:number>/rapport.<slug:ending>", reports.file, name="status_report_file"),
    path("rapport/<int:number>/", reports.public_report, name="public_report"),
    path("rapport/<int:number>/rapport.pdf", reports.public_pdf, name="public_report_pdf"),
]
