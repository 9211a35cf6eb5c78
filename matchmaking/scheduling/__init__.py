"""The timetable solver: frozen dataclasses in and out, no Django.

Importing this package loads nothing heavy; `solver` is the module that loads OR-Tools.
"""
