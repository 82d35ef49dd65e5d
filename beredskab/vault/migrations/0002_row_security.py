from django.db import migrations

# A sealed key is shown to who holds the other half, never to somebody who is excluded. Anybody acting may add one.
FORWARD = """
ALTER TABLE vault_sealedkey ENABLE ROW LEVEL SECURITY;
CREATE POLICY holders_see_their_keys ON vault_sealedkey FOR SELECT TO app USING (
    NOT subject = ANY (coalesce(nullif(current_setting('app.excluded', true), ''), '{}')::uuid[])
    AND holder_id IN (SELECT h.id FROM vault_keyholder h WHERE
        (h.kind = 'staff' AND h.ref = nullif(current_setting('app.actor', true), '')::bigint)
        OR (h.kind = 'team' AND h.ref = ANY (coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]))));
CREATE POLICY anybody_seals ON vault_sealedkey FOR INSERT TO app WITH CHECK (true);
CREATE POLICY a_draft_is_thrown_away ON vault_sealedkey FOR DELETE TO app USING (
    holder_id IN (SELECT h.id FROM vault_keyholder h
        WHERE h.kind = 'staff' AND h.ref = nullif(current_setting('app.actor', true), '')::bigint));
"""
BACKWARD = """
DROP POLICY holders_see_their_keys ON vault_sealedkey; DROP POLICY anybody_seals ON vault_sealedkey;
DROP POLICY a_draft_is_thrown_away ON vault_sealedkey;
ALTER TABLE vault_sealedkey DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
