"""Signing in through the municipality's own provider: OpenID Connect and SAML 2.0. Rules A-14 to A-17."""
