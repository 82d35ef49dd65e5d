from django.db import migrations

# What points at a concern goes with it, and what points at that: a page of an attachment, to any depth.
OLD = """
CREATE OR REPLACE FUNCTION notifications_delete_closed(gone uuid, limits jsonb, now_is timestamptz) RETURNS integer
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
"""
FORWARD = """
CREATE FUNCTION notifications_delete_children(parent regclass, gone uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE child record; below uuid[];
BEGIN
    FOR child IN SELECT k.conrelid::regclass AS tab, a.attname AS col FROM pg_constraint k
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE k.contype = 'f' AND k.confrelid = parent AND k.conrelid <> k.confrelid LOOP
        EXECUTE format('SELECT array_agg(id) FROM %s WHERE %I = ANY ($1)', child.tab, child.col)
            INTO below USING gone;
        IF below IS NOT NULL THEN
            PERFORM notifications_delete_children(child.tab, below);
            EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', child.tab, child.col) USING gone;
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION notifications_delete_children(regclass, uuid[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION notifications_delete_closed(gone uuid, limits jsonb, now_is timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found record;
BEGIN
    PERFORM 1 FROM notifications_concern WHERE id = gone FOR UPDATE;
    SELECT * INTO found FROM notifications_due_for_deletion(limits, now_is) d WHERE d.id = gone;
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


class Migration(migrations.Migration):
    dependencies = [("notifications", "0026_child_index_row_security")]
    operations = [
        migrations.RunSQL(FORWARD, OLD + "DROP FUNCTION notifications_delete_children(regclass, uuid[]);")
    ]
