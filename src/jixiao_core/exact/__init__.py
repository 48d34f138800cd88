"""Exact mathematics: numbers, quantities, intervals, rounding, curves; it knows nothing of evaluation."""
