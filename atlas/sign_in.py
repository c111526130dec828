"""How people sign in: the settings of django-allauth that depend on nothing but two answers."""

from typing import Any

ACCOUNT_ADAPTER = "suppliers.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}  # an account made by `createsuperuser` may have no address
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    name: f"suppliers.accounts.forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "add_email": "AddEmailForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordFromKeyForm",
        "reauthenticate": "ReauthenticateForm",
        "request_login_code": "RequestLoginCodeForm",
        "request_reauthentication_code": "RequestReauthenticationCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "confirm_reauthentication_code": "ConfirmReauthenticationCodeForm",
        "confirm_email_verification_code": "ConfirmEmailVerificationCodeForm",
        "confirm_password_reset_code": "ConfirmPasswordResetCodeForm",
    }.items()
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # who takes an account over cannot do it in silence
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an open session left alone does not change what opens the account
ACCOUNT_CHANGE_EMAIL = True  # one address, replaced once the new one is verified
ACCOUNT_SESSION_REMEMBER = False
# Codes and not links: the mail filters of administrations open every link before its reader does.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# allauth offers to change the address to new accounts only: that would tell which addresses have one.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
# Nobody learns whether an address has an account: same answers, same limits (an office shares one address).
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "signup": "10/m/ip,60/h/ip",
    "request_login_code": "20/m/ip,3/5m/key",
    "reset_password": "20/m/ip,3/5m/key",
    "confirm_email": "1/10s/key,6/h/key",
}

MFA_ADAPTER = "suppliers.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "suppliers.accounts.forms.AuthenticateForm",
    "reauthenticate": "suppliers.accounts.forms.ProveFactorForm",
    "activate_totp": "suppliers.accounts.forms.ActivateTotpForm",
    "add_webauthn": "suppliers.accounts.forms.AddWebauthnForm",
    "edit_webauthn": "suppliers.accounts.forms.EditWebauthnForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock half a minute late

SOCIALACCOUNT_FORMS = {"signup": "suppliers.accounts.forms.SocialSignupForm"}
SOCIALACCOUNT_ADAPTER = "suppliers.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = (
    True  # of verified addresses
)


def settings(*, https: bool, is_real: bool) -> dict[str, Any]:
    """All of them, by name, for the settings of the site."""
    return {name: value for name, value in globals().items() if name.isupper()} | {
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if https else "http",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not is_real,  # a developer has no certificate
    }
