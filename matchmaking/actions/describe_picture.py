"""Say what a picture shows."""

from exhibitors.models import Picture
from foundation.texts import Text


def describe_picture(picture: Picture, alt: Text) -> None:
    """For those who cannot see it."""
    picture.alt = alt
    picture.save(update_fields=["alt"])
