from django.db import migrations

# Who is switched off, or leaves a team, holds no open concern afterwards; who is away hands theirs on. The
# owner's function moves them: whoever causes it may be kept out of a concern, sees none and gets no answer.
# The moves are those of lifecycle.py: a claimed concern that nobody takes is new again, later work stays.
FORWARD = """
CREATE FUNCTION notifications_kept_out(asked uuid) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT ARRAY(
        SELECT e.staff_id FROM access_exclusion e
        WHERE e.subject = asked AND e.lifted_at IS NULL AND e.staff_id IS NOT NULL
        UNION
        SELECT m.staff_id FROM access_exclusion e JOIN organisation_membership m ON m.unit_id = e.unit_id
        WHERE e.subject = asked AND e.lifted_at IS NULL AND m.staff_id IS DISTINCT FROM e.spared_id)
$$;
REVOKE ALL ON FUNCTION notifications_kept_out(uuid) FROM PUBLIC;

CREATE FUNCTION notifications_holders(permission text, team bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.user_id::bigint FROM access_teamgrant g
    JOIN auth_permission p ON p.id = g.permission_id
    JOIN organisation_staff s ON s.id = g.user_id
    WHERE p.codename = permission AND g.content_object_id = team AND s.is_active
$$;
REVOKE ALL ON FUNCTION notifications_holders(text, bigint) FROM PUBLIC;

CREATE FUNCTION notifications_hand_back(person bigint, stand_in bigint, of_team bigint, moment timestamptz, why text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one record;
    taker bigint;
    hidden bigint[];
    told bigint[];
BEGIN
    FOR one IN
        SELECT id, team_id, filed_by_id FROM notifications_concern
        WHERE claimed_by_id = person AND state NOT IN ('draft', 'closed')
          AND (of_team IS NULL OR team_id = of_team)
        ORDER BY id FOR UPDATE
    LOOP
        hidden := notifications_kept_out(one.id) || one.filed_by_id || person;
        SELECT h INTO taker FROM notifications_holders('handle_concerns', one.team_id) h
            WHERE h = stand_in AND NOT h = ANY (hidden);
        UPDATE notifications_concern SET
            claimed_by_id = taker,
            claimed_at = CASE WHEN taker IS NULL THEN NULL ELSE moment END,
            state = CASE WHEN taker IS NULL AND state = 'claimed' THEN 'filed' ELSE state END
        WHERE id = one.id;
        INSERT INTO audit_entry (id, at, actor_id, verb, subject, concern, purpose, plain)
        VALUES (gen_random_uuid(), moment, nullif(current_setting('app.actor', true), '')::bigint,
                'concern.moved_on', one.id::text, one.id, '',
                json_build_object('why', why, 'from', person, 'to', taker));
        told := CASE WHEN taker IS NOT NULL THEN ARRAY[taker]
            ELSE ARRAY(SELECT h FROM notifications_holders('lead_team', one.team_id) h WHERE NOT h = ANY (hidden)) END;
        IF cardinality(told) = 0 THEN
            told := ARRAY(SELECT h FROM notifications_holders('handle_concerns', one.team_id) h
                          WHERE NOT h = ANY (hidden));
        END IF;
        INSERT INTO outbox_message (id, recipient_id, kind, about, due_at, created_at, attempts, fault)
        SELECT gen_random_uuid(), r, 'news', one.id, moment, moment, 0, '' FROM unnest(told) r;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION notifications_hand_back(bigint, bigint, bigint, timestamptz, text) FROM PUBLIC;

-- The application's door: only for teams in which the actor works, which they lead, or as a manager.
CREATE FUNCTION notifications_move_on(person bigint, stand_in bigint, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    me bigint := nullif(current_setting('app.actor', true), '')::bigint;
    one bigint;
BEGIN
    FOR one IN
        SELECT t.id FROM organisation_team t
        JOIN organisation_staff s ON s.id = me AND s.is_active AND s.municipality_id = t.municipality_id
        WHERE EXISTS (SELECT 1 FROM access_teamgrant g WHERE g.user_id = me AND g.content_object_id = t.id)
           OR EXISTS (SELECT 1 FROM access_roleassignment r WHERE r.staff_id = me AND r.role = 'manager')
    LOOP
        PERFORM notifications_hand_back(person, stand_in, one, moment, 'absent');
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION notifications_move_on(bigint, bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_move_on(bigint, bigint, timestamptz) TO app;

CREATE FUNCTION notifications_somebody_leaves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM notifications_hand_back(NEW.id, NULL, NULL, now(), 'switched_off');
    RETURN NULL;
END $$;
CREATE TRIGGER nobody_leaves_with_open_concerns AFTER UPDATE OF is_active ON organisation_staff
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION notifications_somebody_leaves();

CREATE FUNCTION notifications_somebody_leaves_a_team() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM auth_permission p WHERE p.id = OLD.permission_id AND p.codename = 'handle_concerns')
    THEN
        PERFORM notifications_hand_back(OLD.user_id, NULL, OLD.content_object_id, now(), 'left_the_team');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER nobody_leaves_a_team_with_open_concerns AFTER DELETE ON access_teamgrant
    FOR EACH ROW EXECUTE FUNCTION notifications_somebody_leaves_a_team();
"""
BACKWARD = """
DROP TRIGGER nobody_leaves_a_team_with_open_concerns ON access_teamgrant;
DROP TRIGGER nobody_leaves_with_open_concerns ON organisation_staff;
DROP FUNCTION notifications_somebody_leaves_a_team();
DROP FUNCTION notifications_somebody_leaves();
DROP FUNCTION notifications_move_on(bigint, bigint, timestamptz);
DROP FUNCTION notifications_hand_back(bigint, bigint, bigint, timestamptz, text);
DROP FUNCTION notifications_holders(text, bigint);
DROP FUNCTION notifications_kept_out(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0019_rota"),
        ("access", "0005_team_leader"),
        ("outbox", "0002_row_security"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
