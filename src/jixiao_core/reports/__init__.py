"""The two self-evaluation reports as entities: every field, grid, block and section of the published forms."""
