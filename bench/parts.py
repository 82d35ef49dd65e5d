"""Every part, by importing it."""

from bench import concern, implementation, pages, people, plan, printing, search

__all__ = ["concern", "implementation", "pages", "people", "plan", "printing", "search"]
