"""WHO: municipality, unit tree, team, staff, profession and contacts."""
