"""One paragraph about a self-evaluation, written for the unit that sent it in."""
