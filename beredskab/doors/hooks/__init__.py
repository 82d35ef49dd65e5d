"""Telling another system that something happened: signed, tried again, never of a concern. A-33."""
