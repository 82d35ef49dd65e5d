from importlib import import_module

from django.db import migrations

# Nobody handles their own notification, but what was taken down for somebody else may be handled by whoever
# took it down (ADR 13): when a colleague leaves, it may go to them, and they are told.
BEFORE = import_module("notifications.migrations.0020_nobody_leaves_with_open_concerns").FORWARD
START, END = BEFORE.index("CREATE FUNCTION notifications_hand_back("), BEFORE.index("REVOKE ALL ON FUNCTION notifications_hand_back")
OLD = BEFORE[START:END].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
NEW = OLD.replace(
    "SELECT id, team_id, filed_by_id FROM notifications_concern",
    "SELECT id, team_id, CASE WHEN intake = 'on_behalf' THEN NULL ELSE filed_by_id END AS own_of\n"
    "        FROM notifications_concern",
).replace("|| one.filed_by_id || person", "|| coalesce(one.own_of, person) || person")


class Migration(migrations.Migration):
    dependencies = [("notifications", "0042_calendar_feed")]
    operations = [migrations.RunSQL(NEW, OLD)]
