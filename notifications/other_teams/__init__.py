"""A concern and those outside its team: passed on, sent to another municipality, opened in an emergency."""
