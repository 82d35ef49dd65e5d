"""The period of observation: dated notes of what one has seen, until the day of looking at it again."""
