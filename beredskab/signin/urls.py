from django.urls import path

from beredskab.signin.views import door, second

app_name = "signin"
urlpatterns = [
    path("log-ind/", door.sign_in, name="sign_in"),
    path("log-ind/demo/", door.sign_in_as_demo, name="demo"),
    path("log-ind/bliv/", door.stay, name="stay"),
    path("log-ind/kode/", second.code, name="code"),
    path("log-ind/opsaet/", second.set_up, name="set_up"),
    path("log-ind/opsaet/firkant/", second.square, name="square"),
    path("log-ind/er-det-dig/", second.prove, name="prove"),
    path("log-ind/ikke-sikkert-nok/", second.not_sure_enough, name="not_sure_enough"),
    path("log-af/", door.sign_out, name="sign_out"),
    path("min-side/login/", second.mine, name="mine"),
]
