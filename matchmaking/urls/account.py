"""A person's tokens and data, below `account/`."""

from django.urls import path

urlpatterns: list = []
