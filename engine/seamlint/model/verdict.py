"""Three-valued answers, as rules see them."""

from seamlint.evaluate.values import Unknown, Verdict

__all__ = ["Unknown", "Verdict"]
