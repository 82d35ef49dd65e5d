from django.db import migrations

# A question without a name is shown to who asked and to the team it was routed to, never to somebody who is kept
# out. A note of observation is its writer's alone. Both go with everything that belongs to them.
ACTOR = "nullif(current_setting('app.actor', true), '')::bigint"
TEAMS = "coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]"
EXCLUDED = "coalesce(nullif(current_setting('app.excluded', true), ''), '{}')::uuid[]"
READER = f"(team_id = ANY ({TEAMS}) OR asked_by_id = {ACTOR}) AND NOT id = ANY ({EXCLUDED})"
SHOWN = "EXISTS (SELECT 1 FROM notifications_consultation c WHERE c.id = consultation_id)"
OWN_DRAFT = (
    "EXISTS (SELECT 1 FROM notifications_concern c "
    f"WHERE c.id = concern_id AND c.filed_by_id = {ACTOR} AND c.state = 'draft')"
)

FORWARD = f"""
ALTER TABLE notifications_consultation ENABLE ROW LEVEL SECURITY;
CREATE POLICY asker_and_team ON notifications_consultation FOR SELECT TO app USING ({READER});
CREATE POLICY a_person_asks ON notifications_consultation FOR INSERT TO app WITH CHECK (asked_by_id = {ACTOR});
CREATE POLICY asker_and_team_write ON notifications_consultation FOR UPDATE TO app
    USING ({READER}) WITH CHECK ({READER});
CREATE POLICY the_clock_sees ON notifications_consultation FOR SELECT TO clock USING (true);
CREATE POLICY the_clock_deletes_lapsed ON notifications_consultation FOR DELETE TO clock
    USING (expires_at < now());
GRANT SELECT (id, expires_at), DELETE ON notifications_consultation TO clock;

ALTER TABLE notifications_consultationline ENABLE ROW LEVEL SECURITY;
CREATE POLICY asker_and_team ON notifications_consultationline FOR SELECT TO app USING ({SHOWN});
CREATE POLICY asker_and_team_write ON notifications_consultationline FOR INSERT TO app
    WITH CHECK (by_id = {ACTOR} AND {SHOWN});

ALTER TABLE notifications_observation ENABLE ROW LEVEL SECURITY;
CREATE POLICY my_own_draft ON notifications_observation FOR ALL TO app USING ({OWN_DRAFT}) WITH CHECK ({OWN_DRAFT});

CREATE FUNCTION notifications_forget_consultation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM notifications_consultationline WHERE consultation_id = OLD.id;
    DELETE FROM access_exclusion WHERE subject = OLD.id;
    DELETE FROM vault_sealedkey WHERE subject = OLD.id;
    RETURN OLD;
END $$;
REVOKE ALL ON FUNCTION notifications_forget_consultation() FROM PUBLIC;
CREATE TRIGGER a_consultation_takes_everything_along BEFORE DELETE ON notifications_consultation
    FOR EACH ROW EXECUTE FUNCTION notifications_forget_consultation();

CREATE FUNCTION notifications_forget_observations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM notifications_observation WHERE concern_id = OLD.id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION notifications_forget_observations() FROM PUBLIC;
CREATE TRIGGER observations_stay_with_a_draft AFTER UPDATE OF state ON notifications_concern
    FOR EACH ROW WHEN (OLD.state = 'draft' AND NEW.state <> 'draft')
    EXECUTE FUNCTION notifications_forget_observations();
CREATE FUNCTION notifications_forget_observations_first() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM notifications_observation WHERE concern_id = OLD.id;
    RETURN OLD;
END $$;
REVOKE ALL ON FUNCTION notifications_forget_observations_first() FROM PUBLIC;
CREATE TRIGGER a_draft_takes_its_observations_along BEFORE DELETE ON notifications_concern
    FOR EACH ROW EXECUTE FUNCTION notifications_forget_observations_first();
"""
BACKWARD = """
DROP TRIGGER a_draft_takes_its_observations_along ON notifications_concern;
DROP FUNCTION notifications_forget_observations_first();
DROP TRIGGER observations_stay_with_a_draft ON notifications_concern;
DROP FUNCTION notifications_forget_observations();
DROP TRIGGER a_consultation_takes_everything_along ON notifications_consultation;
DROP FUNCTION notifications_forget_consultation();
DROP POLICY my_own_draft ON notifications_observation;
ALTER TABLE notifications_observation DISABLE ROW LEVEL SECURITY;
DROP POLICY asker_and_team_write ON notifications_consultationline;
DROP POLICY asker_and_team ON notifications_consultationline;
ALTER TABLE notifications_consultationline DISABLE ROW LEVEL SECURITY;
REVOKE SELECT (id, expires_at), DELETE ON notifications_consultation FROM clock;
DROP POLICY the_clock_deletes_lapsed ON notifications_consultation;
DROP POLICY the_clock_sees ON notifications_consultation;
DROP POLICY asker_and_team_write ON notifications_consultation;
DROP POLICY a_person_asks ON notifications_consultation;
DROP POLICY asker_and_team ON notifications_consultation;
ALTER TABLE notifications_consultation DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0023_sparring_and_observations"), ("vault", "0002_row_security")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
