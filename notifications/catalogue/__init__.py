"""What a municipality starts with, as data: its routing table."""

from beredskab.organisation.models import Municipality
from notifications.routes import rulebook


def found(municipality: Municipality) -> None:
    """Called when a municipality is founded: it never stands without a routing table."""
    rulebook.start(municipality)
