from django.urls import path

from wutong.devtools.catcher import text_views, views, wechat_views

urlpatterns = [
    path("", views.mail_list, name="catcher-list"),
    path("mail/<int:number>/", views.mail_detail, name="catcher-detail"),
    path("mail/<int:number>/html", views.mail_html, name="catcher-html"),
    path("mail/<int:number>/source", views.mail_source, name="catcher-source"),
    path("mail/<int:number>/answer", views.answer, name="catcher-answer"),
    path("texts/", text_views.text_list, name="catcher-texts"),
    path("texts/newest", text_views.newest, name="catcher-texts-newest"),
    path("texts/clear", text_views.clear, name="catcher-texts-clear"),
    path("texts/<int:number>/reply", text_views.reply, name="catcher-texts-reply"),
    path("wechat/", wechat_views.said_list, name="catcher-wechat"),
    path("wechat/newest", wechat_views.newest, name="catcher-wechat-newest"),
    path("wechat/clear", wechat_views.clear, name="catcher-wechat-clear"),
    path("wechat/follow", wechat_views.follow, name="catcher-wechat-follow"),
    path("wechat/do", wechat_views.do, name="catcher-wechat-do"),
    path("newest", views.newest, name="catcher-newest"),
    path("clear", views.clear, name="catcher-clear"),
    path("language", views.language, name="catcher-language"),
    path("assets/<str:name>", views.asset, name="catcher-asset"),
]
