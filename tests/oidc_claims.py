"""What the test's OpenID Connect provider says of a subject."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator

from tests.oidc_provider import CLAIMS


class SaysWhatTheTestSaid(OAuth2Validator):
    """Each claim that the test gave, whatever was asked for; the subject is the user's name."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        return {"sub": request.user.username, **CLAIMS[request.user.username]}
