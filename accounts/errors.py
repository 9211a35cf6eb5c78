"""What actions raise."""


class NotAllowed(Exception):  # noqa: N818 (a refusal, no failure)
    """A rule forbids it; the text is for the person who asked."""
