"""Addresses under /office/posts/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.posts.office import accounts, importing, tying, views, wechat

urlpatterns = [
    path("", views.PostListView.as_view(), name="posts-list"),
    path("new/", views.PostNewView.as_view(), name="posts-new"),
    path("import/", importing.PostsImportView.as_view(), name="posts-import"),
    path("years/", accounts.YearView.as_view(), name="posts-years"),
    path("years/<int:year>/", accounts.YearView.as_view(), name="posts-year"),
    path("channels/", accounts.AccountListView.as_view(), name="posts-accounts"),
    path("channels/new/", accounts.AccountNewView.as_view(), name="posts-account-new"),
    path("channels/<int:pk>/", accounts.AccountView.as_view(), name="posts-account"),
    path("channels/<int:pk>/edit/", accounts.AccountEditView.as_view(), name="posts-account-edit"),
    path("<int:pk>/", views.PostView.as_view(), name="posts-detail"),
    path("<int:pk>/edit/", views.PostEditView.as_view(), name="posts-edit"),
    path("<int:pk>/figures/", views.PostFiguresView.as_view(), name="posts-figures"),
    path("<int:pk>/story/", tying.StoryOfPostView.as_view(), name="posts-story"),
    path("<int:pk>/do/", views.PostDo.as_view(), name="posts-do"),
    path("<int:pk>/wechat/", wechat.ArticleDo.as_view(), name="posts-wechat"),
]
