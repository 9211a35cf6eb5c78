"""The REST interface, below `/api/v1/`: doors in front of the same actions as the pages'."""
