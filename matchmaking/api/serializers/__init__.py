"""Rows as JSON."""
