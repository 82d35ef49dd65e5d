from django.db import migrations

# The ledger counts hand-overs by ids and times; an alarm is told to nobody who is kept out of its concern.
FORWARD = """
CREATE POLICY the_clock_counts ON notifications_handover FOR SELECT TO clock USING (true);
GRANT SELECT (id, concern_id, channel, at, sent_at, receipt_at) ON notifications_handover TO clock;
GRANT EXECUTE ON FUNCTION notifications_kept_out(uuid) TO clock;
"""
BACKWARD = """
REVOKE EXECUTE ON FUNCTION notifications_kept_out(uuid) FROM clock;
REVOKE SELECT (id, concern_id, channel, at, sent_at, receipt_at) ON notifications_handover FROM clock;
DROP POLICY the_clock_counts ON notifications_handover;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0040_rota_revises"),
        ("outbox", "0007_checks_are_the_workers"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
