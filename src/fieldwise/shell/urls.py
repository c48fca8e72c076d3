"""Every address of the house; `access.py` says who may open each."""

from django.urls import include, path

from fieldwise.apps.learning import urls as learning
from fieldwise.apps.people import urls as people
from fieldwise.shell.api import api
from fieldwise.shell.pages.accessibility import accessibility
from fieldwise.shell.pages.demonstration import demo_mail, demo_sign_in
from fieldwise.shell.pages.health import healthz
from fieldwise.shell.pages.help_desk import help_desk
from fieldwise.shell.pages.here import here
from fieldwise.shell.pages.sign_in_link import open_sign_in_link, sign_in_link, sign_in_link_sent
from fieldwise.shell.pages.today import today
from fieldwise.shell.pages.your_data import your_data, your_data_file

handler404 = "fieldwise.shell.pages.errors.not_found"
handler400 = "fieldwise.shell.pages.errors.bad_request"
handler403 = "fieldwise.shell.pages.errors.forbidden"
handler500 = "fieldwise.shell.pages.errors.server_error"

urlpatterns = [
    path("", today, name="today"),
    path("help/", help_desk, name="help_desk"),
    path("here", here, name="here"),
    path("accessibility", accessibility, name="accessibility"),
    path("healthz", healthz, name="healthz"),
    path("sign-in/link", sign_in_link, name="sign_in_link"),
    path("sign-in/link/sent", sign_in_link_sent, name="sign_in_link_sent"),
    path("sign-in/link/open", open_sign_in_link, name="open_sign_in_link"),
    path("demo/sign-in", demo_sign_in, name="demo_sign_in"),
    path("demo/mail", demo_mail, name="demo_mail"),
    path("you/data", your_data, name="your_data"),
    path("you/data.json", your_data_file, name="your_data_file"),
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.urls")),
    *learning.urlpatterns,
    *people.urlpatterns,
]
