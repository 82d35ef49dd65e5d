"""Who has read what: for a leader, of the people in a unit and everything below it."""
