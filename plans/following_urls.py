"""Following up: who has read the plan, and how far the recommendations and measures are."""

from django.urls import include, path

from beredskab.first_words import by_first_word
from plans.views import (
    gaps,
    leader,
    leader_dissemination,
    leader_heat,
    leader_lists,
    leader_people,
    leader_reminding,
    news,
)

urlpatterns = [
    path("leder/", leader.home, name="leader"),
    path("leder/laest/", leader.reading, name="who_has_read"),
    path("leder/laest/laest.<slug:ending>", leader_lists.reading_list, name="who_has_read_list"),
    path("leder/laest/paamindelse/", leader_reminding.remind, name="remind_readers"),
    path("leder/laest/personalemoede.pdf", leader_people.paper, name="reading_paper"),
    path("leder/laest/medarbejder/<int:person>/", leader_people.person, name="reading_history"),
    path("leder/fratraadte/", leader_people.leavers, name="leavers"),
    path("leder/proev-selv/", leader_heat.heat_map, name="heat_map"),
    path("leder/formidling/", leader_dissemination.log, name="disseminations"),
    path("leder/formidling/ny/", leader_dissemination.record, name="record_dissemination"),
    path("leder/formidling/<int:dissemination>/", leader_dissemination.one, name="dissemination"),
    path("laest/", leader_people.mine, name="my_reading"),
    path("laest/nyt/", news.news, name="news"),
    path("status/", include("plans.status_urls")),
    path("redaktion/anbefalinger/", gaps.overview, name="recommendation_gaps"),
    path("redaktion/anbefalinger/<int:number>/", gaps.fill, name="fill_gap"),
]

urlpatterns = by_first_word(urlpatterns)
