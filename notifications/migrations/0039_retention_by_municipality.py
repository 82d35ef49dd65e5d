from django.db import migrations

# What stays is counted for each municipality. One concern is asked about by its id: asking for all of them to
# delete one read every closed concern once for each that went.
CLOSED = """
    SELECT c.id, c.municipality_id, coalesce(d.outcome, 'undecided')::text AS outcome,
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


ALL = "SELECT * INTO found FROM notifications_due_for_deletion(limits, now_is) d WHERE d.id = gone;"
ONE = f"""SELECT f.id, f.outcome, f.year INTO found FROM ({CLOSED}) f
        WHERE f.id = gone AND f.has_receipt AND f.due <= now_is;"""


def deleting(found: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION notifications_delete_closed(gone uuid, limits jsonb, now_is timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found record;
BEGIN
    PERFORM 1 FROM notifications_concern WHERE id = gone FOR UPDATE;
    {found}
    IF found.id IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM notifications_delete_children('notifications_concern'::regclass, ARRAY[gone]);
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
"""


FORWARD = f"""
CREATE FUNCTION notifications_closed_of(limits jsonb, now_is timestamptz)
RETURNS TABLE (municipality_id bigint, outcome text, due bigint, kept bigint, without_receipt bigint,
               next_due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.municipality_id, f.outcome,
           count(*) FILTER (WHERE f.has_receipt AND f.due <= now_is),
           count(*) FILTER (WHERE NOT f.has_receipt OR f.due > now_is),
           count(*) FILTER (WHERE NOT f.has_receipt),
           min(f.due) FILTER (WHERE f.has_receipt AND f.due > now_is)
    FROM ({CLOSED}) f GROUP BY 1, 2
$$;
REVOKE ALL ON FUNCTION notifications_closed_of(jsonb, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_closed_of(jsonb, timestamptz) TO clock;
DROP FUNCTION notifications_closed_and_kept(jsonb, timestamptz);
{deleting(ONE)}
CREATE INDEX outbox_by_concern ON outbox_message (about) WHERE about IS NOT NULL;
"""
BACKWARD = f"""
DROP INDEX outbox_by_concern;
{deleting(ALL)}
CREATE FUNCTION notifications_closed_and_kept(limits jsonb, now_is timestamptz)
RETURNS TABLE (kept bigint, without_receipt bigint, next_due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FILTER (WHERE NOT f.has_receipt OR f.due > now_is),
           count(*) FILTER (WHERE NOT f.has_receipt),
           min(f.due) FILTER (WHERE f.has_receipt AND f.due > now_is) FROM ({CLOSED}) f
$$;
REVOKE ALL ON FUNCTION notifications_closed_and_kept(jsonb, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_closed_and_kept(jsonb, timestamptz) TO clock;
DROP FUNCTION notifications_closed_of(jsonb, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0038_own_notification"), ("outbox", "0002_row_security")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
