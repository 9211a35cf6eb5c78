"""What the rules refuse."""


class RuleBroken(Exception):  # noqa: N818 (it is said to people, who read the rule)
    """An action that the rules do not allow; `str()` says why, in the reader's language."""
