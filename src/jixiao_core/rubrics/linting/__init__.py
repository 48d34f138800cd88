"""What can be said about a table from the table alone: its clauses beside its formulas, and what its author should know."""
