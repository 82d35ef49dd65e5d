from django.db import migrations

# Two changes. Whoever stands in for a leader who is away leads their units as long as that lasts. And a unit that
# is kept out stays kept out for who worked there when it was decided, or since: an employment that is ended by hand
# opens nothing (trust.md T2, T3).
HEAD = """
CREATE OR REPLACE FUNCTION access_facts(actor bigint)
RETURNS TABLE (roles text[], teams bigint[], led_teams bigint[], led_units bigint[], named uuid[], excluded uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
    WITH me AS (SELECT id FROM organisation_staff WHERE id = actor AND is_active)
"""
STOOD_IN_FOR = """
    , lent AS MATERIALIZED (
        SELECT g.content_object_id AS unit FROM notifications_absence a
        JOIN me ON a.stand_in_id = me.id
        JOIN organisation_staff s ON s.id = a.staff_id AND s.is_active
        JOIN access_unitgrant g ON g.user_id = a.staff_id
        JOIN auth_permission p ON p.id = g.permission_id AND p.codename = 'lead_unit'
        WHERE a.ended_at IS NULL AND a.since <= current_date AND (a.until IS NULL OR a.until >= current_date))
    SELECT
        ARRAY(SELECT role::text FROM access_roleassignment r JOIN me ON r.staff_id = me.id
              UNION SELECT 'leader' FROM lent),
"""
ALONE = """
    SELECT
        ARRAY(SELECT role::text FROM access_roleassignment r JOIN me ON r.staff_id = me.id),
"""
TEAMS = """
        ARRAY(SELECT g.content_object_id FROM access_teamgrant g JOIN me ON g.user_id = me.id
              JOIN auth_permission p ON p.id = g.permission_id WHERE p.codename = 'handle_concerns'),
        ARRAY(SELECT g.content_object_id FROM access_teamgrant g JOIN me ON g.user_id = me.id
              JOIN auth_permission p ON p.id = g.permission_id WHERE p.codename = 'lead_team'),
        ARRAY(SELECT g.content_object_id FROM access_unitgrant g JOIN me ON g.user_id = me.id
              JOIN auth_permission p ON p.id = g.permission_id WHERE p.codename = 'lead_unit'{lent}),
        ARRAY(SELECT n.subject FROM access_namedreader n JOIN me ON n.staff_id = me.id WHERE n.until > now()),
        ARRAY(SELECT e.subject FROM access_exclusion e WHERE e.lifted_at IS NULL AND e.staff_id = actor
              UNION
              {excluded});
END $$;
"""
SINCE = """SELECT e.subject FROM organisation_membership m JOIN access_exclusion e ON e.unit_id = m.unit_id
              WHERE m.staff_id = actor AND e.lifted_at IS NULL AND e.spared_id IS DISTINCT FROM actor
              AND (m.starts_on IS NULL OR m.starts_on <= current_date)
              AND (m.ends_on IS NULL OR m.ends_on >= least(current_date, e.since::date))"""
NOW = """SELECT e.subject FROM access_exclusion e WHERE e.lifted_at IS NULL
              AND e.spared_id IS DISTINCT FROM actor AND e.unit_id = ANY (ARRAY(
            SELECT m.unit_id FROM organisation_membership m WHERE m.staff_id = actor
            AND (m.starts_on IS NULL OR m.starts_on <= current_date)
            AND (m.ends_on IS NULL OR m.ends_on >= current_date)))"""
FORWARD = HEAD + STOOD_IN_FOR + TEAMS.format(lent=" UNION SELECT unit FROM lent", excluded=SINCE)
BACKWARD = HEAD + ALONE + TEAMS.format(lent="", excluded=NOW)


class Migration(migrations.Migration):
    dependencies = [("access", "0008_politician"), ("notifications", "0044_absence_is_everybodys")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
