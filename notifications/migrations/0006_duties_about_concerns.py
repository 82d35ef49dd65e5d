from django.db import migrations

# A duty that names a concern is shown to nobody who uses the portal: only the worker's role reads it.
FORWARD = """
ALTER TABLE outbox_duty ENABLE ROW LEVEL SECURITY;
CREATE POLICY the_worker_does ON outbox_duty FOR ALL TO clock USING (true) WITH CHECK (true);
CREATE POLICY anybody_asks ON outbox_duty FOR INSERT TO app WITH CHECK (true);
CREATE POLICY nothing_about_concerns ON outbox_duty FOR SELECT TO app USING (NOT ids ? 'concern');
CREATE POLICY nothing_about_concerns_changes ON outbox_duty FOR UPDATE TO app USING (NOT ids ? 'concern');
CREATE POLICY nothing_about_concerns_goes ON outbox_duty FOR DELETE TO app USING (NOT ids ? 'concern');
"""
BACKWARD = """
DROP POLICY the_worker_does ON outbox_duty;
DROP POLICY anybody_asks ON outbox_duty;
DROP POLICY nothing_about_concerns ON outbox_duty;
DROP POLICY nothing_about_concerns_changes ON outbox_duty;
DROP POLICY nothing_about_concerns_goes ON outbox_duty;
ALTER TABLE outbox_duty DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_closed_by_team"), ("outbox", "0002_row_security")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
