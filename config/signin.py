"""Settings of signing in: OpenID Connect, second factors, guarding against guessing."""

import json
import os
from datetime import timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured

MFA_SETTINGS: dict[str, Any] = {
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_TOTP_ISSUER": "Fairlead",
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
}

SOCIAL_SETTINGS: dict[str, Any] = {
    # An address that the provider has verified belongs to the account that has it.
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
    "SOCIALACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "SOCIALACCOUNT_STORE_TOKENS": False,
}

AXES_SETTINGS: dict[str, Any] = {
    "AXES_FAILURE_LIMIT": 10,
    "AXES_COOLOFF_TIME": timedelta(minutes=15),
    # Per account and address together: nobody locks others out of their accounts from afar.
    "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
    "AXES_USERNAME_CALLABLE": "accounts.guard.username",
    "AXES_CLIENT_IP_CALLABLE": "accounts.guard.address",
    "AXES_LOCKOUT_CALLABLE": "accounts.guard.locked_out",
    "AXES_HANDLER": "axes.handlers.database.AxesDatabaseHandler",
    "AXES_RESET_ON_SUCCESS": True,
    "AXES_SENSITIVE_PARAMETERS": [],
    "AXES_VERBOSE": False,
}

RATE_SETTINGS: dict[str, Any] = {
    "ACCOUNT_RATE_LIMITS": {
        # A hall full of visitors may share one address.
        "login": "300/m/ip",
        # The key is a password's account together with the caller's address (accounts/language.py),
        # or, for a second factor's codes, the person: who gets that far knows the password.
        "login_failed": "60/m/ip,10/5m/key",
    },
}


def providers() -> dict[str, Any]:
    """OPENID_PROVIDERS as JSON: `[{"id", "name", "client_id", "secret", "server"}]`.

    `server` is the issuer, or its whole configuration address. ImproperlyConfigured for anything
    else.
    """
    text = os.environ.get("OPENID_PROVIDERS") or "[]"
    try:
        apps = [
            {
                "provider_id": each["id"],
                "name": each["name"],
                "client_id": each["client_id"],
                "secret": each["secret"],
                "settings": {"server_url": each["server"], "oauth_pkce_enabled": True},
            }
            for each in json.loads(text)
        ]
    except (ValueError, KeyError, TypeError):
        hint = '[{"id": "acme", "name": "Acme", "client_id": "…", "secret": "…", "server": "…"}]'
        raise ImproperlyConfigured(
            f"OPENID_PROVIDERS is not understood; write it like {hint}"
        ) from None
    return {"openid_connect": {"APPS": apps}}
