from django.db import migrations

# Only a member of a closed team who has unlocked can seal anew what a key of theirs opened, and they may be
# kept out of some of it: the rows are given out and replaced without being shown to anybody. A rest goes with its
# last sealed key (notifications 0037), and takes the shares of its key along.
TEAMS = "coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]"
FORWARD = f"""
CREATE FUNCTION vault_rows_of(wanted uuid) RETURNS TABLE (subject uuid, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.subject, k.sealed FROM vault_sealedkey k JOIN vault_keyholder h ON h.id = k.holder_id
    WHERE h.id = wanted AND h.kind IN ('team', 'rest') AND h.ref = ANY ({TEAMS}) ORDER BY k.id
$$;
CREATE FUNCTION vault_move(old uuid, new uuid, subjects uuid[], seals bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF cardinality(subjects) <> cardinality(seals) OR NOT EXISTS (
        SELECT 1 FROM vault_keyholder o JOIN vault_keyholder n ON n.kind = o.kind AND n.ref = o.ref
        WHERE o.id = old AND n.id = new AND o.kind IN ('team', 'rest') AND o.ref = ANY ({TEAMS})
        AND o.retired_at IS NOT NULL AND n.retired_at IS NULL AND n.custody = 'members') THEN
        RAISE EXCEPTION 'These keys do not follow each other' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO vault_sealedkey (id, subject, holder_id, sealed)
        SELECT gen_random_uuid(), k.subject, new, m.seal
        FROM unnest(subjects, seals) AS m(subject, seal)
        JOIN vault_sealedkey k ON k.subject = m.subject AND k.holder_id = old
        ON CONFLICT DO NOTHING;
    DELETE FROM vault_sealedkey WHERE holder_id = old AND subject = ANY (subjects);
END $$;
REVOKE ALL ON FUNCTION vault_rows_of(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION vault_move(uuid, uuid, uuid[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_rows_of(uuid) TO app;
GRANT EXECUTE ON FUNCTION vault_move(uuid, uuid, uuid[], bytea[]) TO app;
ALTER TABLE vault_keyshare ADD CONSTRAINT a_share_goes_with_its_key FOREIGN KEY (holder_id)
    REFERENCES vault_keyholder (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
BACKWARD = """
ALTER TABLE vault_keyshare DROP CONSTRAINT a_share_goes_with_its_key;
DROP FUNCTION vault_move(uuid, uuid, uuid[], bytea[]);
DROP FUNCTION vault_rows_of(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0006_sealed_route")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
