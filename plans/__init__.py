"""The plan: what the municipality does when a child may be in danger. Written, adopted, read."""
