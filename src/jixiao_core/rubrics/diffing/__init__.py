"""What differs between two rubrics: head, structure, words and scores."""
