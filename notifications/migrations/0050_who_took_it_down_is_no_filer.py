from importlib import import_module

from django.db import migrations

# Who took a concern down for somebody else has filed nothing of their own (ADR 13). When they step aside or are
# kept out, their key goes like any other; and what they open is drawn for the controller like any other opening.
MOVING = import_module("notifications.migrations.0016_moving_row_security").FORWARD
DRAWING = import_module("notifications.migrations.0031_reading_checks_row_security").FORWARD


def again(text: str, start: str, end: str) -> str:
    """The function between two marks, to be put in the place of itself."""
    found = text[text.index(start) : text.index(end)]
    return found.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


SHUT_OUT = again(MOVING, "CREATE FUNCTION notifications_shut_out(", "CREATE FUNCTION notifications_break_glass(")
DRAW = again(
    DRAWING,
    "CREATE FUNCTION notifications_draw_readings(",
    "REVOKE ALL ON FUNCTION notifications_draw_readings(",
)
NEW_SHUT_OUT = SHUT_OUT.replace("c.filed_by_id <> person", "(c.filed_by_id <> person OR c.intake = 'on_behalf')")
NEW_DRAW = DRAW.replace(
    "e.actor_id <> c.filed_by_id", "(e.actor_id <> c.filed_by_id OR c.intake = 'on_behalf')"
)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0049_routing_proposals_revise")]
    operations = [migrations.RunSQL(NEW_SHUT_OUT, SHUT_OUT), migrations.RunSQL(NEW_DRAW, DRAW)]
