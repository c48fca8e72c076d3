"""Addresses of learning."""

from django.urls import path

from fieldwise.apps.learning import views

urlpatterns = [
    path("courses/", views.catalogue, name="catalogue"),
    path("courses/<slug:slug>/", views.course, name="course"),
    path("courses/<slug:slug>/flyer.pdf", views.flyer, name="flyer"),
    path("courses/<slug:slug>/enroll", views.enroll, name="enroll"),
    path("courses/<slug:slug>/<slug:component>/", views.player, name="player"),
    path("media/<uuid:component_id>/<slug:part>", views.medium, name="medium"),
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/<str:number>.pdf", views.certificate_pdf, name="certificate_pdf"),
    path("certificates/<str:number>/", views.certificate, name="certificate"),
    path("verify/", views.verify_form, name="verify_form"),
    path("verify/<str:number>", views.verify, name="verify"),
]
