from django.db import migrations

from beredskab.organisation.revisions import follow

# The one table that belongs to two municipalities. Their people see the row, nobody else does, whatever the
# code asks for; and a change of it is a change of what both of them see (ADR 11).
ACTOR = "nullif(current_setting('app.actor', true), '')::bigint"
BOTH = f"""EXISTS (SELECT 1 FROM organisation_staff s JOIN plans_plan p ON p.id = plans_sharing.source_id
    WHERE s.id = {ACTOR} AND s.municipality_id IN (plans_sharing.partner_id, p.municipality_id))"""
FORWARD = f"""
ALTER TABLE plans_sharing ENABLE ROW LEVEL SECURITY;
CREATE POLICY both_municipalities ON plans_sharing FOR ALL TO app USING ({BOTH}) WITH CHECK ({BOTH});
"""
BACKWARD = """
DROP POLICY both_municipalities ON plans_sharing;
ALTER TABLE plans_sharing DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0039_sharing")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        follow(
            "plans_sharing",
            whose="unnest(ARRAY[plan.municipality_id, one.partner_id])",
            through="JOIN plans_plan AS plan ON plan.id = one.source_id",
        ),
    ]
