"""Every part, by importing it."""

from bench import concern, pages, plan, printing, search

__all__ = ["concern", "pages", "plan", "printing", "search"]
