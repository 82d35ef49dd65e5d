"""Every part, by importing it."""

from bench import concern, pages, plan, search

__all__ = ["concern", "pages", "plan", "search"]
