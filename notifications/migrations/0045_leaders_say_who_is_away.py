from django.db import migrations

# A leader of a unit, an administrator and the person themself may say that somebody is away: their open cases go on
# in every team. Whoever says it sees none of them, gets no answer, and decides only whom to offer them to.
HEAD = """
CREATE OR REPLACE FUNCTION notifications_move_on(person bigint, stand_in bigint, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    me bigint := nullif(current_setting('app.actor', true), '')::bigint;
    one bigint;
{declare}BEGIN
{begin}    FOR one IN
        SELECT t.id FROM organisation_team t
        JOIN organisation_staff s ON s.id = me AND s.is_active AND s.municipality_id = t.municipality_id
        WHERE EXISTS (SELECT 1 FROM access_teamgrant g WHERE g.user_id = me AND g.content_object_id = t.id)
           OR EXISTS (SELECT 1 FROM access_roleassignment r WHERE r.staff_id = me AND r.role = 'manager')
{also}    LOOP
        PERFORM notifications_hand_back(person, stand_in, one, moment, 'absent');
    END LOOP;
END $$;
"""
# The person's employments all lie in units that the actor leads, or below them; and there is one.
DECLARE = "    speaks boolean;\n"
BEGIN = """
    WITH RECURSIVE led AS (
        SELECT unnest((SELECT led_units FROM access_facts(me))) AS id
        UNION SELECT u.id FROM organisation_unit u JOIN led ON u.parent_id = led.id
    ), jobs AS (
        SELECT unit_id FROM organisation_membership
        WHERE staff_id = person AND (ends_on IS NULL OR ends_on >= current_date))
    SELECT person = me
        OR EXISTS (SELECT 1 FROM access_roleassignment r WHERE r.staff_id = me AND r.role = 'administrator')
        OR (EXISTS (SELECT 1 FROM jobs) AND NOT EXISTS (
                SELECT 1 FROM jobs WHERE NOT EXISTS (SELECT 1 FROM led WHERE led.id = jobs.unit_id)))
    INTO speaks;
"""
FORWARD = HEAD.format(declare=DECLARE, begin=BEGIN, also="           OR speaks\n")
BACKWARD = HEAD.format(declare="", begin="", also="")


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0044_absence_is_everybodys"),
        ("access", "0009_who_stands_in_leads"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
