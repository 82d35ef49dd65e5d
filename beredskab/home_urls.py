from django.urls import path

from beredskab import home

urlpatterns = [path("", home.home, name="home")]
