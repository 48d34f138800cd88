"""Exit status, the same for every command."""

__all__ = ["OK", "TO_CORRECT", "UNUSABLE"]

OK, TO_CORRECT, UNUSABLE = 0, 1, 2
"""Nothing to correct; findings of severity error or verdicts above, below, unmatched; unusable input or arguments."""
