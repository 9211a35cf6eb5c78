"""How `blend.json` is learnt from judged searches: `python -m matchmaking.scoring.training`.

Only this package fits anything; the engine reads the file with numpy alone.
"""
