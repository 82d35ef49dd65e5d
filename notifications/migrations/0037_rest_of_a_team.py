from django.db import migrations

# The rest of a team (vault 0003): who is of the team, or named, sees its sealed keys as those of the team. The
# application deletes nobody's keys: narrowing takes the team's away once the rest holds one. A key that seals
# nothing any more goes.
ACTOR = "nullif(current_setting('app.actor', true), '')::bigint"
TEAMS = "coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]"
NAMED = "coalesce(nullif(current_setting('app.named', true), ''), '{}')::uuid[]"
EXCLUDED = "coalesce(nullif(current_setting('app.excluded', true), ''), '{}')::uuid[]"


def holders(kinds: str) -> str:
    return f"""
DROP POLICY holders_see_their_keys ON vault_sealedkey;
CREATE POLICY holders_see_their_keys ON vault_sealedkey FOR SELECT TO app USING (
    NOT subject = ANY ({EXCLUDED})
    AND holder_id IN (SELECT h.id FROM vault_keyholder h WHERE
        (h.kind = 'staff' AND h.ref = {ACTOR})
        OR (h.kind IN ({kinds}) AND h.ref = ANY ({TEAMS}))
        OR (h.kind IN ({kinds}) AND subject = ANY ({NAMED}))));
"""


def moving(kinds: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION notifications_move(moved uuid, target bigint, new_state text) RETURNS void
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
                   WHERE k.subject = moved AND h.kind IN ({kinds}) AND h.ref = target
                   AND h.retired_at IS NULL) THEN
        RAISE EXCEPTION 'Nothing is sealed to the new team' USING ERRCODE = 'check_violation';
    END IF;
    UPDATE notifications_concern SET team_id = target, state = new_state, claimed_by_id = NULL, claimed_at = NULL
        WHERE id = moved;
    UPDATE notifications_deadline SET team_id = target WHERE concern_id = moved;
    DELETE FROM vault_sealedkey k USING vault_keyholder h
        WHERE h.id = k.holder_id AND k.subject = moved AND h.kind IN ({kinds}) AND h.ref <> target;
END $$;
"""


FORWARD = f"""
{holders("'team', 'rest'")}
{moving("'team', 'rest'")}
CREATE FUNCTION notifications_narrow(narrowed uuid, rest uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM notifications_concern c
               JOIN vault_keyholder h ON h.kind = 'rest' AND h.ref = c.team_id AND h.id = rest
               JOIN vault_sealedkey k ON k.subject = c.id AND k.holder_id = h.id
               WHERE c.id = narrowed AND c.team_id = ANY ({TEAMS}) AND NOT c.id = ANY ({EXCLUDED})) THEN
        DELETE FROM vault_sealedkey k USING vault_keyholder h
            WHERE h.id = k.holder_id AND k.subject = narrowed AND h.kind IN ('team', 'rest') AND h.id <> rest;
    END IF;
END $$;
REVOKE ALL ON FUNCTION notifications_narrow(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_narrow(uuid, uuid) TO app;

CREATE FUNCTION notifications_rest_goes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM vault_keyholder h WHERE h.id = OLD.holder_id AND h.kind = 'rest'
        AND NOT EXISTS (SELECT 1 FROM vault_sealedkey k WHERE k.holder_id = h.id);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION notifications_rest_goes() FROM PUBLIC;
CREATE TRIGGER a_rest_goes_with_its_last_key AFTER DELETE ON vault_sealedkey
    FOR EACH ROW EXECUTE FUNCTION notifications_rest_goes();
"""
BACKWARD = f"""
DROP TRIGGER a_rest_goes_with_its_last_key ON vault_sealedkey;
DROP FUNCTION notifications_rest_goes();
DROP FUNCTION notifications_narrow(uuid, uuid);
{moving("'team'")}
{holders("'team'")}
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0036_counting_by_code"), ("vault", "0003_rest_of_a_team")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
