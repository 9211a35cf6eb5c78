"""The fast engine: timetables of hundreds of thousands of wishes, with a proven bound.

Three steps: which wish on which day (`bound.py`, `choice.py`: flows under prices), in which slot
(`board.py`, `chains.py`: colouring by alternating paths), at which table with whom (`finish.py`).
"""
