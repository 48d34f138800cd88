"""From a rubric and evidence to scores, explanations and reviews; pure functions over values."""
