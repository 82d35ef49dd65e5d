"""Every part, by importing it."""

from bench import concern, pages, people, plan, printing, search

__all__ = ["concern", "pages", "people", "plan", "printing", "search"]
