"""Addresses of the door. The names are those that django-allauth looks for."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from django.urls import path, re_path

from wutong.ui.signin import connecting, doors, views
from wutong.ui.signin.campus import cas, oidc, wechat

urlpatterns = [
    path("", views.SignInView.as_view(), name="account_login"),
    path("out/", views.SignOutView.as_view(), name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("join/", views.no_sign_up, name="account_signup"),
    path("campus/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("campus/<slug:provider_id>/back/", oidc.callback, name="openid_connect_callback"),
    path("cas/", cas.login, name="cas_login"),
    path("cas/back/", cas.callback, name="cas_callback"),
    path("wechat/", wechat.login, name="weixin_login"),
    path("wechat/back/", wechat.callback, name="weixin_callback"),
    path("connect/", connecting.ConnectView.as_view(), name="signin-connect"),
    path("cancelled/", doors.to_sign_in, name="socialaccount_login_cancelled"),
    path("cancelled/error/", doors.to_sign_in, name="socialaccount_login_error"),
    path("new/", views.no_sign_up, name="socialaccount_signup"),
    path("connected/", doors.to_security, name="socialaccount_connections"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("address/", doors.to_security, name="account_email"),
    path("confirm/", doors.to_sign_in, name="account_email_verification_sent"),
    path("password/", views.ResetRequestView.as_view(), name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("password/change/", views.ChangePasswordView.as_view(), name="account_change_password"),
    path("password/set/", doors.to_password_reset, name="account_set_password"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("code/", factor.authenticate, name="mfa_authenticate"),
    path("code/again/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("security/", views.SecurityView.as_view(), name="mfa_index"),
    path("security/app/", views.ActivateView.as_view(), name="mfa_activate_totp"),
    path("security/app/off/", views.DeactivateView.as_view(), name="mfa_deactivate_totp"),
    path("security/codes/", views.CodesView.as_view(), name="mfa_view_recovery_codes"),
    path("security/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("security/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("invitation/<str:token>/", views.InvitationView.as_view(), name="signin-invitation"),
]
