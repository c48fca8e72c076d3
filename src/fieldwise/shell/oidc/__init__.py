"""Sign-in through an agency's own OpenID Connect provider. allauth looks here for `provider` and `urls`."""
