"""Settings, addresses, services: what joins the apps into one site."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
