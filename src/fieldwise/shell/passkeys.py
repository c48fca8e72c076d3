"""Passkeys are allauth's; here are only the words."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm


class PlainNames(DefaultMFAAdapter):
    """Proposes names that say nothing but the count."""

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"


class AddPasskeyForm(AddWebAuthnForm):
    """Asks what a passkey may replace, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["passwordless"]
        field.label = "Sign in with this passkey alone"
        field.help_text = (
            "Without a password. The device then always asks for your finger, your face or its PIN."
        )
