from django.db import migrations

# Who moves a concern may not see it afterwards, and row-level security refuses such an update: a function of the
# owner moves it. It asks the same questions again that the code has asked. With the concern go its clocks; the
# team that had it loses its key, and the new team must already hold one, or the concern would be lost.
#
# An emergency: whoever is let in is let in here and nowhere else. Somebody who is kept out, and a concern that
# never was, get the same answer (nothing).
ACTOR = "nullif(current_setting('app.actor', true), '')::bigint"
TEAMS = "coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]"
LED = "coalesce(nullif(current_setting('app.led', true), ''), '{}')::bigint[]"
NAMED = "coalesce(nullif(current_setting('app.named', true), ''), '{}')::uuid[]"
EXCLUDED = "coalesce(nullif(current_setting('app.excluded', true), ''), '{}')::uuid[]"
OF_TEAM = f"""EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = concern_id
    AND (c.team_id = ANY ({TEAMS}) OR c.id = ANY ({NAMED})))"""
HOLDER = """holder_id IN (SELECT h.id FROM vault_keyholder h WHERE
        (h.kind = 'staff' AND h.ref = nullif(current_setting('app.actor', true), '')::bigint)
        OR (h.kind = 'team' AND h.ref = ANY (coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]))"""

FORWARD = f"""
CREATE FUNCTION notifications_move(moved uuid, target bigint, new_state text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE old_team bigint;
BEGIN
    SELECT c.team_id INTO old_team FROM notifications_concern c JOIN organisation_team t ON t.id = target
        WHERE c.id = moved AND c.team_id = ANY ({TEAMS}) AND NOT c.id = ANY ({EXCLUDED})
        AND c.state IN ('filed', 'claimed', 'assessed', 'decided') AND t.municipality_id = c.municipality_id
        FOR UPDATE OF c;
    IF old_team IS NULL OR old_team = target OR new_state NOT IN ('filed', 'assessed', 'decided') THEN
        RAISE EXCEPTION 'This concern does not move' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM vault_sealedkey k JOIN vault_keyholder h ON h.id = k.holder_id
                   WHERE k.subject = moved AND h.kind = 'team' AND h.ref = target AND h.retired_at IS NULL) THEN
        RAISE EXCEPTION 'Nothing is sealed to the new team' USING ERRCODE = 'check_violation';
    END IF;
    UPDATE notifications_concern SET team_id = target, state = new_state, claimed_by_id = NULL, claimed_at = NULL
        WHERE id = moved;
    UPDATE notifications_deadline SET team_id = target WHERE concern_id = moved;
    DELETE FROM vault_sealedkey k USING vault_keyholder h
        WHERE h.id = k.holder_id AND k.subject = moved AND h.kind = 'team' AND h.ref <> target;
END $$;

CREATE FUNCTION notifications_shut_out(shut uuid, person bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = shut AND c.team_id = ANY ({TEAMS})
               AND NOT c.id = ANY ({EXCLUDED}) AND c.filed_by_id <> person) THEN
        DELETE FROM vault_sealedkey k USING vault_keyholder h
            WHERE h.id = k.holder_id AND k.subject = shut AND h.kind = 'staff' AND h.ref = person;
        DELETE FROM access_namedreader WHERE subject = shut AND staff_id = person;
    END IF;
END $$;

CREATE FUNCTION notifications_break_glass(glass uuid, asked text, why text, starts timestamptz, ends timestamptz)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found notifications_concern%ROWTYPE;
BEGIN
    SELECT c.* INTO found FROM notifications_concern c JOIN organisation_staff s ON s.id = {ACTOR}
        WHERE c.reference = asked AND c.state <> 'draft' AND s.is_active
        AND s.municipality_id = c.municipality_id AND NOT c.id = ANY ({EXCLUDED})
        AND EXISTS (SELECT 1 FROM access_roleassignment r WHERE r.staff_id = s.id AND r.role = 'caseworker');
    IF found.id IS NULL OR ends > starts + interval '12 hours' THEN
        RETURN NULL;
    END IF;
    IF found.team_id = ANY ({TEAMS}) THEN
        RETURN found.id;
    END IF;
    INSERT INTO access_namedreader (id, subject, staff_id, reason, until)
        VALUES (gen_random_uuid(), found.id, {ACTOR}, 'emergency', ends)
        ON CONFLICT (subject, staff_id) DO UPDATE SET until = EXCLUDED.until, reason = EXCLUDED.reason;
    INSERT INTO notifications_brokenglass (id, concern_id, reference, team_id, by_id, at, reason, until)
        VALUES (glass, found.id, found.reference, found.team_id, {ACTOR}, starts, why, ends);
    RETURN found.id;
END $$;

REVOKE ALL ON FUNCTION notifications_move(uuid, bigint, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION notifications_shut_out(uuid, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION notifications_break_glass(uuid, text, text, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_move(uuid, bigint, text) TO app;
GRANT EXECUTE ON FUNCTION notifications_shut_out(uuid, bigint) TO app;
GRANT EXECUTE ON FUNCTION notifications_break_glass(uuid, text, text, timestamptz, timestamptz) TO app;

ALTER TABLE notifications_transfer ENABLE ROW LEVEL SECURITY;
CREATE POLICY both_teams_see ON notifications_transfer FOR SELECT TO app
    USING (({OF_TEAM} OR from_team_id = ANY ({TEAMS})) AND NOT concern_id = ANY ({EXCLUDED}));
CREATE POLICY the_team_passes_on ON notifications_transfer FOR INSERT TO app
    WITH CHECK (by_id = {ACTOR} AND from_team_id = ANY ({TEAMS}) AND {OF_TEAM});
CREATE POLICY the_new_team_answers ON notifications_transfer FOR UPDATE TO app
    USING (to_team_id = ANY ({TEAMS}) AND {OF_TEAM}) WITH CHECK (NOT concern_id = ANY ({EXCLUDED}));

ALTER TABLE notifications_brokenglass ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_and_leaders_see ON notifications_brokenglass FOR SELECT TO app
    USING ((team_id = ANY ({LED}) OR {OF_TEAM}) AND NOT concern_id = ANY ({EXCLUDED}));
CREATE POLICY somebody_else_judges ON notifications_brokenglass FOR UPDATE TO app
    USING ((team_id = ANY ({LED}) OR team_id = ANY ({TEAMS})) AND by_id <> {ACTOR}
           AND NOT concern_id = ANY ({EXCLUDED}));

DROP POLICY holders_see_their_keys ON vault_sealedkey;
CREATE POLICY holders_see_their_keys ON vault_sealedkey FOR SELECT TO app USING (
    NOT subject = ANY ({EXCLUDED})
    AND ({HOLDER} OR (h.kind = 'team' AND subject = ANY ({NAMED})))));
"""
BACKWARD = f"""
DROP POLICY holders_see_their_keys ON vault_sealedkey;
CREATE POLICY holders_see_their_keys ON vault_sealedkey FOR SELECT TO app USING (
    NOT subject = ANY ({EXCLUDED}) AND {HOLDER}));
DROP POLICY both_teams_see ON notifications_transfer; DROP POLICY the_team_passes_on ON notifications_transfer;
DROP POLICY the_new_team_answers ON notifications_transfer;
ALTER TABLE notifications_transfer DISABLE ROW LEVEL SECURITY;
DROP POLICY team_and_leaders_see ON notifications_brokenglass;
DROP POLICY somebody_else_judges ON notifications_brokenglass;
ALTER TABLE notifications_brokenglass DISABLE ROW LEVEL SECURITY;
DROP FUNCTION notifications_break_glass(uuid, text, text, timestamptz, timestamptz);
DROP FUNCTION notifications_shut_out(uuid, bigint);
DROP FUNCTION notifications_move(uuid, bigint, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0015_moving"),
        ("access", "0003_facts"),
        ("vault", "0002_row_security"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
