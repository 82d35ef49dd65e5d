"""The pages of the annual wheel."""

from django.urls import path

from plans.views import yearly

urlpatterns = [
    path("", yearly.overview, name="yearly"),
    path("ny/", yearly.add, name="new_yearly_task"),
    path("kalender/", yearly.address, name="yearly_address"),
    path("kalender/<slug:secret>.ics", yearly.calendar_file, name="yearly_calendar"),
    path("<int:year>/aarshjul.pdf", yearly.pdf, name="yearly_pdf"),
    path("opgave/<int:yearly>/", yearly.task, name="yearly_task"),
    path("opgave/<int:yearly>/ret/", yearly.change, name="edit_yearly_task"),
    path("opgave/<int:yearly>/slut/", yearly.end, name="end_yearly_task"),
    path("opgave/<int:yearly>/<slug:day>/", yearly.turn, name="yearly_turn"),
]
