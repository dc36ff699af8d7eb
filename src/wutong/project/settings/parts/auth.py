"""Accounts: e-mail and password, a second factor, one door."""

from __future__ import annotations

from .environment import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 12  # seconds; one working day and the evening

ACCOUNT_ADAPTER = "wutong.ui.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds
ACCOUNT_FORMS = {
    "login": "wutong.ui.signin.forms.SignInForm",
    "reauthenticate": "wutong.ui.signin.forms.PasswordAgainForm",
    "reset_password_from_key": "wutong.ui.signin.forms.NewPasswordForm",
    "change_password": "wutong.ui.signin.forms.PasswordChangeForm",
}
# Wrong passwords are counted by axes (account with address). These stop floods: the first by
# address, wide enough for an office behind one router; the second a guess spread over many.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip,100/h/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}

MFA_ADAPTER = "wutong.ui.signin.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # one step to either side: phones keep time badly
MFA_FORMS = {
    "authenticate": "wutong.ui.signin.forms.CodeForm",
    "reauthenticate": "wutong.ui.signin.forms.CodeAgainForm",
    "activate_totp": "wutong.ui.signin.forms.ActivateForm",
}

# A session of staff ends after this many minutes without a request; any session with the browser
# and after twelve hours.
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", 30)
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
