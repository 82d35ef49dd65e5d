"""Drills: an invented case through the real plan and the real routing, in tables of its own."""
