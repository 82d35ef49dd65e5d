"""Every part, by importing it."""

from bench import pages, search

__all__ = ["pages", "search"]
