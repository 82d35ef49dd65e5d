"""Deadlines in one's own calendar: a secret address, and times without a word of content."""
