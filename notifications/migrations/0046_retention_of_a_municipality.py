from django.db import migrations

# What two persons of a municipality have decided (rule A-23) goes before the installation's limits.
OURS = "coalesce((limits ->> coalesce(d.outcome, 'undecided'))::integer, 36500)"
OWN = f"coalesce((m.retention_days ->> coalesce(d.outcome, 'undecided'))::integer, {OURS})"


def closed(days: str, join: str) -> str:
    return f"""
    SELECT c.id, c.municipality_id, coalesce(d.outcome, 'undecided')::text AS outcome,
           extract(year FROM c.received_at)::integer AS year,
           greatest(c.closed_at, h.receipt_at) + make_interval(days => {days}) AS due,
           h.receipt_at IS NOT NULL AS has_receipt
    FROM notifications_concern c
    {join}
    LEFT JOIN LATERAL (SELECT outcome FROM notifications_decision WHERE concern_id = c.id
                       ORDER BY at DESC LIMIT 1) d ON true
    LEFT JOIN LATERAL (SELECT receipt_at FROM notifications_handover WHERE concern_id = c.id
                       ORDER BY at DESC LIMIT 1) h ON true
    WHERE c.state = 'closed'
"""


def functions(rows: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION notifications_due_for_deletion(limits jsonb, now_is timestamptz)
RETURNS TABLE (id uuid, outcome text, year integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.id, f.outcome, f.year FROM ({rows}) f WHERE f.has_receipt AND f.due <= now_is ORDER BY f.due
$$;
CREATE OR REPLACE FUNCTION notifications_closed_of(limits jsonb, now_is timestamptz)
RETURNS TABLE (municipality_id bigint, outcome text, due bigint, kept bigint, without_receipt bigint,
               next_due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.municipality_id, f.outcome,
           count(*) FILTER (WHERE f.has_receipt AND f.due <= now_is),
           count(*) FILTER (WHERE NOT f.has_receipt OR f.due > now_is),
           count(*) FILTER (WHERE NOT f.has_receipt),
           min(f.due) FILTER (WHERE f.has_receipt AND f.due > now_is)
    FROM ({rows}) f GROUP BY 1, 2
$$;
CREATE OR REPLACE FUNCTION notifications_delete_closed(gone uuid, limits jsonb, now_is timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found record;
BEGIN
    PERFORM 1 FROM notifications_concern WHERE id = gone FOR UPDATE;
    SELECT f.id, f.outcome, f.year INTO found FROM ({rows}) f
        WHERE f.id = gone AND f.has_receipt AND f.due <= now_is;
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


FORWARD = functions(closed(OWN, "JOIN organisation_municipality m ON m.id = c.municipality_id"))
BACKWARD = functions(closed(OURS, ""))


class Migration(migrations.Migration):
    dependencies = [("notifications", "0045_leaders_say_who_is_away"), ("organisation", "0010_settings")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
