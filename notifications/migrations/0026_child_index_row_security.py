from django.db import migrations

# The filer's session writes the index when the concern is sent, and reads it never; the team reads it.
TEAMS = "coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]"
NAMED = "coalesce(nullif(current_setting('app.named', true), ''), '{}')::uuid[]"
FORWARD = f"""
ALTER TABLE notifications_childindex ENABLE ROW LEVEL SECURITY;
CREATE POLICY the_team_compares ON notifications_childindex FOR SELECT TO app
    USING (EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = concern_id
                   AND (c.team_id = ANY ({TEAMS}) OR c.id = ANY ({NAMED}))));
CREATE POLICY who_sends_keeps ON notifications_childindex FOR INSERT TO app
    WITH CHECK (EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = concern_id));
"""
BACKWARD = """
DROP POLICY the_team_compares ON notifications_childindex;
DROP POLICY who_sends_keeps ON notifications_childindex;
ALTER TABLE notifications_childindex DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0025_child_index")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
