"""What may go wrong with a service."""


class ServiceError(Exception):
    """One line that says what is wrong and what to do about it."""
