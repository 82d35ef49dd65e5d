from django.db import migrations

# Asked with every request. One question with OR read every exclusion of the municipality, ten years of them: two
# questions, each answered by its own index.
HEAD = """
CREATE OR REPLACE FUNCTION access_facts(actor bigint)
RETURNS TABLE (roles text[], teams bigint[], led_teams bigint[], led_units bigint[], named uuid[], excluded uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
    WITH me AS (SELECT id FROM organisation_staff WHERE id = actor AND is_active)
    SELECT
        ARRAY(SELECT role::text FROM access_roleassignment r JOIN me ON r.staff_id = me.id),
        ARRAY(SELECT g.content_object_id FROM access_teamgrant g JOIN me ON g.user_id = me.id
              JOIN auth_permission p ON p.id = g.permission_id WHERE p.codename = 'handle_concerns'),
        ARRAY(SELECT g.content_object_id FROM access_teamgrant g JOIN me ON g.user_id = me.id
              JOIN auth_permission p ON p.id = g.permission_id WHERE p.codename = 'lead_team'),
        ARRAY(SELECT g.content_object_id FROM access_unitgrant g JOIN me ON g.user_id = me.id
              JOIN auth_permission p ON p.id = g.permission_id WHERE p.codename = 'lead_unit'),
        ARRAY(SELECT n.subject FROM access_namedreader n JOIN me ON n.staff_id = me.id WHERE n.until > now()),
"""
UNITS = """
            SELECT m.unit_id FROM organisation_membership m WHERE m.staff_id = actor
            AND (m.starts_on IS NULL OR m.starts_on <= current_date)
            AND (m.ends_on IS NULL OR m.ends_on >= current_date)
"""
FORWARD = f"""{HEAD}
        ARRAY(SELECT e.subject FROM access_exclusion e WHERE e.lifted_at IS NULL AND e.staff_id = actor
              UNION
              SELECT e.subject FROM access_exclusion e WHERE e.lifted_at IS NULL
              AND e.spared_id IS DISTINCT FROM actor AND e.unit_id = ANY (ARRAY({UNITS})));
END $$;
CREATE INDEX named_reader_by_staff ON access_namedreader (staff_id, until);
"""
BACKWARD = f"""{HEAD}
        ARRAY(SELECT e.subject FROM access_exclusion e WHERE e.lifted_at IS NULL AND (
                  e.staff_id = actor
                  OR (e.spared_id IS DISTINCT FROM actor AND e.unit_id IN ({UNITS}))));
END $$;
DROP INDEX named_reader_by_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_controller")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
