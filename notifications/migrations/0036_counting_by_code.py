from django.db import migrations

# Who notified is counted by the national code that was asked when it was taken down. Whoever took a professional's
# call down is not the professional: without a code it is not known.
HEAD = """
CREATE OR REPLACE FUNCTION notifications_facts(only_one uuid, place bigint, first timestamptz, last timestamptz)
RETURNS TABLE (concern uuid, filed timestamptz, notifier text, age_band text, topics text[],
               assessed_in_time boolean, receipt_in_time boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
"""
BEFORE = """
    SELECT c.id, c.received_at,
        CASE WHEN c.notifier NOT IN ('', 'professional') THEN c.notifier ELSE coalesce(
            (SELECT p.slug FROM organisation_membership m JOIN organisation_profession p ON p.id = m.profession_id
             WHERE m.staff_id = c.filed_by_id ORDER BY m."order", m.id LIMIT 1), '') END::text,
        c.age_band::text, c.topics::text[],
        coalesce((SELECT d.met_at <= d.due_at FROM notifications_deadline d
                  WHERE d.concern_id = c.id AND d.kind = 'assessment'), false),
        coalesce((SELECT d.met_at <= d.due_at FROM notifications_deadline d
                  WHERE d.concern_id = c.id AND d.kind = 'receipt'), false)
    FROM notifications_concern c
    WHERE c.state <> 'draft' AND (only_one IS NULL OR c.id = only_one)
      AND (place IS NULL OR c.municipality_id = place)
      AND (first IS NULL OR c.received_at >= first) AND (last IS NULL OR c.received_at < last)
$$;
"""
NOW = """
    SELECT c.id, c.received_at,
        CASE WHEN c.notifier_code <> '' THEN 'und1-' || c.notifier_code
            WHEN c.notifier = 'professional' AND c.intake = 'on_behalf' THEN ''
            WHEN c.notifier NOT IN ('', 'professional') THEN c.notifier ELSE coalesce(
            (SELECT p.slug FROM organisation_membership m JOIN organisation_profession p ON p.id = m.profession_id
             WHERE m.staff_id = c.filed_by_id ORDER BY m."order", m.id LIMIT 1), '') END::text,
        c.age_band::text, c.topics::text[],
        coalesce((SELECT d.met_at <= d.due_at FROM notifications_deadline d
                  WHERE d.concern_id = c.id AND d.kind = 'assessment'), false),
        coalesce((SELECT d.met_at <= d.due_at FROM notifications_deadline d
                  WHERE d.concern_id = c.id AND d.kind = 'receipt'), false)
    FROM notifications_concern c
    WHERE c.state <> 'draft' AND (only_one IS NULL OR c.id = only_one)
      AND (place IS NULL OR c.municipality_id = place)
      AND (first IS NULL OR c.received_at >= first) AND (last IS NULL OR c.received_at < last)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0035_notifier_code")]
    operations = [migrations.RunSQL(HEAD + NOW, HEAD + BEFORE)]
