"""What the rules refuse."""

from foundation.errors import RuleBroken

__all__ = ["RuleBroken"]
