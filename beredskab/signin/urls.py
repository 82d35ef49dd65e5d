from django.urls import path

from beredskab.signin import views

app_name = "signin"
urlpatterns = [
    path("log-ind/", views.sign_in, name="sign_in"),
    path("log-ind/demo/", views.sign_in_as_demo, name="demo"),
    path("log-ind/bliv/", views.stay, name="stay"),
    path("log-af/", views.sign_out, name="sign_out"),
]
