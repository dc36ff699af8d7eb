from django.urls import path

from wutong.platform.outbox.door import views

urlpatterns = [
    path("mail", views.returned_mail, name="hooks-mail"),
    path("mail/<slug:provider>", views.provider_events, name="hooks-mail-provider"),
]
