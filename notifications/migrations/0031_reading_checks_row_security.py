from django.db import migrations

# The database draws, so that nobody who writes code or reads the trail knows which opening comes up. The function
# belongs to the owner: the worker's role sees neither the trail nor who filed.
ACTOR = "nullif(current_setting('app.actor', true), '')::bigint"
TEAMS = "coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]"
EXCLUDED = "coalesce(nullif(current_setting('app.excluded', true), ''), '{}')::uuid[]"
MINE = f"""EXISTS (SELECT 1 FROM access_roleassignment r JOIN organisation_staff s ON s.id = r.staff_id
        WHERE r.staff_id = {ACTOR} AND r.role = 'controller' AND s.is_active
        AND s.municipality_id = notifications_readingcheck.municipality_id)
    AND reader_id <> {ACTOR} AND NOT team_id = ANY ({TEAMS}) AND NOT concern_id = ANY ({EXCLUDED})"""
FORWARD = f"""
ALTER TABLE notifications_readingcheck ENABLE ROW LEVEL SECURITY;
CREATE POLICY the_controller_sees ON notifications_readingcheck FOR SELECT TO app USING ({MINE});
CREATE POLICY the_controller_judges ON notifications_readingcheck FOR UPDATE TO app USING ({MINE});

CREATE FUNCTION notifications_draw_readings(
    place bigint, week_is date, begins timestamptz, ends timestamptz, percent integer, at_least integer
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE drawn integer;
BEGIN
    IF EXISTS (SELECT 1 FROM notifications_readingcheck WHERE municipality_id = place AND week = week_is) THEN
        RETURN 0;
    END IF;
    WITH openings AS (
        SELECT e.id, e.at, e.actor_id, e.purpose, c.id AS concern, c.reference, c.team_id,
               c.claimed_by_id IS NOT DISTINCT FROM e.actor_id AS was_responsible
        FROM audit_entry e JOIN notifications_concern c ON c.id = e.concern
        JOIN organisation_staff s ON s.id = e.actor_id
        WHERE e.verb = 'concern.read' AND e.at >= begins AND e.at < ends AND c.municipality_id = place
        AND c.team_id IS NOT NULL AND e.actor_id <> c.filed_by_id
    )
    INSERT INTO notifications_readingcheck
        (id, municipality_id, concern_id, entry, week, reference, team_id, reader_id, at, purpose, was_responsible)
    SELECT gen_random_uuid(), place, o.concern, o.id, week_is, coalesce(o.reference, ''), o.team_id, o.actor_id,
           o.at, o.purpose, o.was_responsible
    FROM openings o ORDER BY gen_random_uuid()
    LIMIT greatest(at_least, (SELECT ceil(count(*) * percent / 100.0) FROM openings));
    GET DIAGNOSTICS drawn = ROW_COUNT;
    RETURN drawn;
END $$;
REVOKE ALL ON FUNCTION notifications_draw_readings(bigint, date, timestamptz, timestamptz, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_draw_readings(bigint, date, timestamptz, timestamptz, integer, integer) TO clock;
"""
BACKWARD = """
DROP FUNCTION notifications_draw_readings(bigint, date, timestamptz, timestamptz, integer, integer);
DROP POLICY the_controller_sees ON notifications_readingcheck;
DROP POLICY the_controller_judges ON notifications_readingcheck;
ALTER TABLE notifications_readingcheck DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0030_reading_checks"), ("access", "0003_facts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
