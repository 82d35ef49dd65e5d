"""Counts for managers, frozen by month and year; small ones are hidden so that nothing gives them away."""
