"""Every part, by importing it."""

from bench import concern, pages, search

__all__ = ["concern", "pages", "search"]
