from django.db import migrations

# Deleting a concern that the case system has. The worker's role reads no child row and may delete nothing by
# itself: these functions of the owner ask again whether it is closed, its time has come and a receipt is there.
# Whatever table points at a concern goes with it, also one that is made after this migration.
TEAMS = "coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]"
NAMED = "coalesce(nullif(current_setting('app.named', true), ''), '{}')::uuid[]"
OF_TEAM = f"""EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = concern_id
    AND (c.team_id = ANY ({TEAMS}) OR c.id = ANY ({NAMED})))"""
CLOSED = """
    SELECT c.id, coalesce(d.outcome, 'undecided')::text AS outcome,
           extract(year FROM c.received_at)::integer AS year,
           greatest(c.closed_at, h.receipt_at) + make_interval(days =>
               coalesce((limits ->> coalesce(d.outcome, 'undecided'))::integer, 36500)) AS due,
           h.receipt_at IS NOT NULL AS has_receipt
    FROM notifications_concern c
    LEFT JOIN LATERAL (SELECT outcome FROM notifications_decision WHERE concern_id = c.id
                       ORDER BY at DESC LIMIT 1) d ON true
    LEFT JOIN LATERAL (SELECT receipt_at FROM notifications_handover WHERE concern_id = c.id
                       ORDER BY at DESC LIMIT 1) h ON true
    WHERE c.state = 'closed'
"""
FORWARD = f"""
ALTER TABLE notifications_handover ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers_of_the_concern ON notifications_handover FOR ALL TO app USING ({OF_TEAM});

CREATE FUNCTION notifications_due_for_deletion(limits jsonb, now_is timestamptz)
RETURNS TABLE (id uuid, outcome text, year integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.id, f.outcome, f.year FROM ({CLOSED}) f WHERE f.has_receipt AND f.due <= now_is ORDER BY f.due
$$;
CREATE FUNCTION notifications_closed_and_kept(limits jsonb, now_is timestamptz)
RETURNS TABLE (kept bigint, without_receipt bigint, next_due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FILTER (WHERE NOT f.has_receipt OR f.due > now_is),
           count(*) FILTER (WHERE NOT f.has_receipt),
           min(f.due) FILTER (WHERE f.has_receipt AND f.due > now_is) FROM ({CLOSED}) f
$$;
CREATE FUNCTION notifications_delete_closed(gone uuid, limits jsonb, now_is timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found record; child record;
BEGIN
    PERFORM 1 FROM notifications_concern WHERE id = gone FOR UPDATE;
    SELECT * INTO found FROM notifications_due_for_deletion(limits, now_is) d WHERE d.id = gone;
    IF found.id IS NULL THEN
        RETURN 0;
    END IF;
    FOR child IN SELECT k.conrelid::regclass AS tab, a.attname AS col FROM pg_constraint k
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE k.contype = 'f' AND k.confrelid = 'notifications_concern'::regclass
        AND k.conrelid <> k.confrelid LOOP
        EXECUTE format('DELETE FROM %s WHERE %I = $1', child.tab, child.col) USING gone;
    END LOOP;
    DELETE FROM access_exclusion WHERE subject = gone;
    DELETE FROM access_namedreader WHERE subject = gone;
    DELETE FROM vault_sealedkey WHERE subject = gone;
    DELETE FROM outbox_message WHERE about = gone;
    DELETE FROM outbox_duty WHERE ids ->> 'concern' = gone::text AND name <> 'notifications.delete_handed_over';
    DELETE FROM notifications_concern WHERE id = gone;
    INSERT INTO audit_entry (id, at, actor_id, verb, subject, concern, purpose, plain)
        VALUES (gen_random_uuid(), now_is, NULL, 'concern.deleted', gone::text, gone, '',
                jsonb_build_object('outcome', found.outcome, 'year', found.year));
    RETURN 1;
END $$;
REVOKE ALL ON FUNCTION notifications_due_for_deletion(jsonb, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION notifications_closed_and_kept(jsonb, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION notifications_delete_closed(uuid, jsonb, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_due_for_deletion(jsonb, timestamptz) TO clock;
GRANT EXECUTE ON FUNCTION notifications_closed_and_kept(jsonb, timestamptz) TO clock;
GRANT EXECUTE ON FUNCTION notifications_delete_closed(uuid, jsonb, timestamptz) TO clock;
"""
BACKWARD = """
DROP FUNCTION notifications_delete_closed(uuid, jsonb, timestamptz);
DROP FUNCTION notifications_closed_and_kept(jsonb, timestamptz);
DROP FUNCTION notifications_due_for_deletion(jsonb, timestamptz);
DROP POLICY readers_of_the_concern ON notifications_handover;
ALTER TABLE notifications_handover DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0017_handover"), ("access", "0003_facts"), ("vault", "0002_row_security")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
