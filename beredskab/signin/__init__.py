"""DOOR: signing in and out, the session's clock, hiding the screen."""
