"""Every part, by importing it."""

from bench import pages

__all__ = ["pages"]
