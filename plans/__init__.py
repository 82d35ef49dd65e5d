"""The plan: what the municipality does when a child may be in danger; written, adopted, read, acknowledged."""
