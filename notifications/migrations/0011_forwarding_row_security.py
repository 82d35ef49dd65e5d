from django.db import migrations

# A forwarding is shown where its concern is, so that the filer sees whether it was accepted; only the team writes.
TEAMS = "coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]"
SHOWN = "EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = concern_id)"
OF_TEAM = f"EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = concern_id AND c.team_id = ANY ({TEAMS}))"

FORWARD = f"""
ALTER TABLE notifications_forwarding ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers_of_the_concern ON notifications_forwarding FOR SELECT TO app USING ({SHOWN});
CREATE POLICY the_team_sends_on ON notifications_forwarding FOR INSERT TO app WITH CHECK ({OF_TEAM});
CREATE POLICY the_team_records ON notifications_forwarding FOR UPDATE TO app
    USING ({OF_TEAM}) WITH CHECK ({OF_TEAM});
"""
BACKWARD = """
DROP POLICY the_team_records ON notifications_forwarding;
DROP POLICY the_team_sends_on ON notifications_forwarding;
DROP POLICY readers_of_the_concern ON notifications_forwarding;
ALTER TABLE notifications_forwarding DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0010_together_and_elsewhere")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
