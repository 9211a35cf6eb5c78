"""A person's tokens and data, below `account/`."""

from django.urls import path

from matchmaking.views import account

urlpatterns = [
    path("tokens/", account.tokens, name="tokens"),
    path("tokens/<int:key>/end/", account.end, name="token-end"),
    path("privacy/", account.privacy, name="privacy"),
    path("privacy/export/", account.export, name="privacy-export"),
    path("privacy/erase/", account.erase, name="privacy-erase"),
]
