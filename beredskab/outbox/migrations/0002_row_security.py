from django.db import migrations

# The worker's role sees every promise, which holds no content. The policy for the application is added where
# concerns are known (notifications 0002): a promise about a concern is shown to its readers alone.
FORWARD = """
ALTER TABLE outbox_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY the_worker_delivers ON outbox_message FOR ALL TO clock USING (true) WITH CHECK (true);
CREATE POLICY anybody_promises ON outbox_message FOR INSERT TO app WITH CHECK (true);
GRANT SELECT, UPDATE ON outbox_message TO clock;
GRANT SELECT, INSERT, UPDATE ON outbox_duty, outbox_heartbeat TO clock;
GRANT SELECT ON organisation_staff, organisation_municipality TO clock;
"""
BACKWARD = """
DROP POLICY the_worker_delivers ON outbox_message; DROP POLICY anybody_promises ON outbox_message;
ALTER TABLE outbox_message DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial"), ("organisation", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
