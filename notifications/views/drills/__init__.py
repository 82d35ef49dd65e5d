"""The pages of drills. None of them reads a concern."""
