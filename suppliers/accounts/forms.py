"""allauth's forms in our words: a label says what to type, a hint what comes of it."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as socialaccount
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

ADDRESS = "Adresse électronique"
PASSWORD = "Mot de passe"  # noqa: S105  a label
NEW_PASSWORD = "Nouveau mot de passe"  # noqa: S105  a label
CODE = "Code reçu"
FACTOR_CODE = "Code de votre application, ou code de secours"
LONG_ENOUGH = "12 caractères au moins. Une phrase se retient mieux qu’un mot compliqué."
_FORMAT = "Une adresse électronique s’écrit nom@domaine.fr."
_MISSING = {
    "email": "Tapez votre adresse électronique.",
    "login": "Tapez votre adresse électronique, ou votre nom d’utilisateur.",
    "code": "Tapez le code.",
    "password": "Tapez votre mot de passe.",
    "oldpassword": "Tapez votre mot de passe actuel.",
    "password1": "Choisissez un mot de passe.",
    "password2": "Tapez une seconde fois le mot de passe choisi.",
    "name": "Donnez un nom à cette clé.",
}


class Worded:
    """Before a form of allauth: its fields with our labels and hints, without its placeholders."""

    labels: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if name in _MISSING:
                field.error_messages["required"] = _MISSING[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _FORMAT
            if (
                name == "code"
            ):  # not a number: a leading zero counts, and the keyboard of a phone should be right
                field.widget.attrs |= {"autocomplete": "one-time-code", "spellcheck": "false"}


class LoginForm(Worded, account.LoginForm):
    labels = {"login": "Adresse électronique, ou nom d’utilisateur", "password": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(Worded, account.SignupForm):
    labels = {"email": ADDRESS, "password1": PASSWORD}
    hints = {"email": "Nous y envoyons un code, pour vérifier qu’elle est à vous.", "password1": LONG_ENOUGH}

    def try_save(self, request: HttpRequest) -> Any:
        """Where an account exists none is made, and the answer should not come sooner for that."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class SocialSignupForm(Worded, socialaccount.SignupForm):
    labels = {"email": ADDRESS}
    hints = {"email": "Nous y envoyons un code, pour vérifier qu’elle est à vous."}


class AddEmailForm(Worded, account.AddEmailForm):
    labels = {"email": "Nouvelle adresse électronique"}
    hints = {"email": "Nous y envoyons un code. Elle remplace l’ancienne une fois vérifiée."}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    labels = {
        "oldpassword": "Mot de passe actuel",
        "password1": NEW_PASSWORD,
        "password2": "Nouveau mot de passe, une seconde fois",
    }
    hints = {"password1": LONG_ENOUGH}


class SetPasswordForm(Worded, account.SetPasswordForm):
    labels = {"password1": NEW_PASSWORD, "password2": "Nouveau mot de passe, une seconde fois"}
    hints = {"password1": LONG_ENOUGH}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    labels = {"email": ADDRESS}


class ResetPasswordFromKeyForm(Worded, account.ResetPasswordKeyForm):
    labels = {"password1": NEW_PASSWORD, "password2": "Nouveau mot de passe, une seconde fois"}
    hints = {"password1": LONG_ENOUGH}


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    labels = {"password": PASSWORD}


class RequestLoginCodeForm(Worded, account.RequestLoginCodeForm):
    labels = {"email": ADDRESS}


class RequestReauthenticationCodeForm(Worded, account.RequestReauthenticationCodeForm):
    labels = {"recipient": "Où envoyer le code ?"}


class ConfirmLoginCodeForm(Worded, account.ConfirmLoginCodeForm):
    labels = {"code": CODE}


class ConfirmReauthenticationCodeForm(Worded, account.ConfirmReauthenticationCodeForm):
    labels = {"code": CODE}


class ConfirmEmailVerificationCodeForm(Worded, account.ConfirmEmailVerificationCodeForm):
    labels = {"code": CODE}


class ConfirmPasswordResetCodeForm(Worded, account.ConfirmPasswordResetCodeForm):
    labels = {"code": CODE}


class AuthenticateForm(Worded, mfa.AuthenticateForm):
    labels = {"code": FACTOR_CODE}


class ProveFactorForm(Worded, mfa.ReauthenticateForm):
    labels = {"code": FACTOR_CODE}


class ActivateTotpForm(Worded, totp.ActivateTOTPForm):
    labels = {"code": "Code à six chiffres affiché par l’application"}


class AddWebauthnForm(Worded, webauthn.AddWebAuthnForm):
    """Any key will do: one that can also sign in without a password says so by itself."""

    labels = {"name": "Nom de la clé"}
    hints = {"name": "Pour la reconnaître : « Téléphone », « Clé du bureau »."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]


class EditWebauthnForm(Worded, webauthn.EditWebAuthnForm):
    labels = {"name": "Nom de la clé"}


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = get_user_model()
        fields = ["first_name", "last_name"]
        labels = {"first_name": "Prénom", "last_name": "Nom"}
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }
