"""Rows for tests, one file an app; every factory makes a row that the database accepts."""
