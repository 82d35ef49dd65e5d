from django.db import migrations

# The same answer from a function whose plan the session keeps: an SQL function is planned at every call,
# which cost more than the six look-ups themselves.
HEAD = """
CREATE OR REPLACE FUNCTION access_facts(actor bigint)
RETURNS TABLE (roles text[], teams bigint[], led_teams bigint[], led_units bigint[], named uuid[], excluded uuid[])
"""
ANSWER = """    WITH me AS (SELECT id FROM organisation_staff WHERE id = actor AND is_active)
    SELECT
        ARRAY(SELECT role::text FROM access_roleassignment r JOIN me ON r.staff_id = me.id),
        ARRAY(SELECT g.content_object_id FROM access_teamgrant g JOIN me ON g.user_id = me.id
              JOIN auth_permission p ON p.id = g.permission_id WHERE p.codename = 'handle_concerns'),
        ARRAY(SELECT g.content_object_id FROM access_teamgrant g JOIN me ON g.user_id = me.id
              JOIN auth_permission p ON p.id = g.permission_id WHERE p.codename = 'lead_team'),
        ARRAY(SELECT g.content_object_id FROM access_unitgrant g JOIN me ON g.user_id = me.id
              JOIN auth_permission p ON p.id = g.permission_id WHERE p.codename = 'lead_unit'),
        ARRAY(SELECT n.subject FROM access_namedreader n JOIN me ON n.staff_id = me.id WHERE n.until > now()),
        ARRAY(SELECT e.subject FROM access_exclusion e WHERE e.lifted_at IS NULL AND (
                  e.staff_id = actor
                  OR (e.spared_id IS DISTINCT FROM actor AND e.unit_id IN (
                      SELECT m.unit_id FROM organisation_membership m WHERE m.staff_id = actor
                        AND (m.starts_on IS NULL OR m.starts_on <= current_date)
                        AND (m.ends_on IS NULL OR m.ends_on >= current_date)))))
"""
FORWARD = (
    HEAD
    + "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ "
    + "#variable_conflict use_column\nBEGIN RETURN QUERY "
    + ANSWER
    + "; END $$;"
)
BACKWARD = (
    HEAD
    + "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ "
    + ANSWER
    + "$$;"
)


class Migration(migrations.Migration):
    dependencies = [("access", "0003_facts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
