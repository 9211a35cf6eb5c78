"""The matching engine: pure numpy, scipy and scikit-learn; frozen dataclasses in and out.

No Django, no settings, no clock (today's date is an argument), no unseeded randomness.
"""
