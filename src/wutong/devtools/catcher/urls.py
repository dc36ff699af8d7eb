from django.urls import path

from wutong.devtools.catcher import views

urlpatterns = [
    path("", views.mail_list, name="catcher-list"),
    path("mail/<int:number>/", views.mail_detail, name="catcher-detail"),
    path("mail/<int:number>/html", views.mail_html, name="catcher-html"),
    path("mail/<int:number>/source", views.mail_source, name="catcher-source"),
    path("mail/<int:number>/answer", views.answer, name="catcher-answer"),
    path("newest", views.newest, name="catcher-newest"),
    path("clear", views.clear, name="catcher-clear"),
    path("language", views.language, name="catcher-language"),
    path("assets/<str:name>", views.asset, name="catcher-asset"),
]
