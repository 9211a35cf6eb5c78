"""Editions as files: reading and writing CSV folders and workbooks, and what their columns mean."""
