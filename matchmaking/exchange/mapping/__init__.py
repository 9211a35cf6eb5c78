"""Catalogues that nobody shaped for Fairlead, turned into its rows by a mapping file."""
