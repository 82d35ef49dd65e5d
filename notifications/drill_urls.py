"""The doors of drills, all below one address: nothing else of the portal lies there."""

from django.urls import path

from notifications.views.drills import paper, planning, playing

urlpatterns = [
    path("oevelser/", planning.overview, name="drills"),
    path("oevelser/ny/", planning.choose, name="choose_drill"),
    path("oevelser/ny/<slug:scenario>/", planning.new, name="new_drill"),
    path("oevelser/svar/<uuid:player>/", playing.play, name="play_drill"),
    path("oevelser/sag/<uuid:drill_case>/", playing.case, name="drill_case"),
    path("oevelser/<int:drill>/", planning.one, name="drill"),
    path("oevelser/<int:drill>/ret/", planning.change, name="change_drill"),
    path("oevelser/<int:drill>/begynd/", planning.start, name="start_drill"),
    path("oevelser/<int:drill>/afslut/", planning.finish, name="finish_drill"),
    path("oevelser/<int:drill>/stop/", planning.abort, name="stop_drill"),
    path("oevelser/<int:drill>/slet/", planning.delete, name="delete_drill"),
    path("oevelser/<int:drill>/mangler/<slug:gap>/", planning.gap, name="drill_gap"),
    path("oevelser/<int:drill>/oevelse.pdf", paper.paper, name="drill_paper"),
]
