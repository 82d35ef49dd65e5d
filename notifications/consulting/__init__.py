"""Sparring: asking the team about a child without naming it. No name fields, a short life, no case."""
