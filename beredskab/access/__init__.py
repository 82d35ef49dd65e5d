"""MAY: acts, roles, grants, exclusions, and the one door to the database for an actor."""
