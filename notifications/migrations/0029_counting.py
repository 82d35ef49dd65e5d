from django.db import migrations

# Managers see no concern. The owner's function counts them, for the worker's role alone; what is told is
# written to publications, which the application reads, with small counts already hidden. Before a concern is
# deleted it is counted for good, by its month and nothing that points at it.
FORWARD = """
CREATE FUNCTION notifications_facts(only_one uuid, place bigint, first timestamptz, last timestamptz)
RETURNS TABLE (concern uuid, filed timestamptz, notifier text, age_band text, topics text[],
               assessed_in_time boolean, receipt_in_time boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
REVOKE ALL ON FUNCTION notifications_facts(uuid, bigint, timestamptz, timestamptz) FROM PUBLIC;

-- kind: all, notifier, age, topic. One line for each word; what is deleted is counted along.
CREATE FUNCTION notifications_tally(place bigint, first timestamptz, last timestamptz, from_month date, to_month date)
RETURNS TABLE (kind text, word text, number bigint, assessed_late bigint, receipt_late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH facts AS (SELECT * FROM notifications_facts(NULL, place, first, last)),
    lines AS (
        SELECT 'all' AS kind, '' AS word, 1::bigint AS number, assessed_in_time AS a, receipt_in_time AS r FROM facts
        UNION ALL SELECT 'notifier', notifier, 1, true, true FROM facts
        UNION ALL SELECT 'age', age_band, 1, true, true FROM facts
        UNION ALL SELECT 'topic', t, 1, true, true FROM facts, unnest(topics) t
        UNION ALL SELECT k.kind, k.word, e.number, e.is_assessed_in_time, e.is_receipt_in_time
            FROM notifications_endedcount e,
            LATERAL (VALUES ('all', ''), ('notifier', e.notifier::text), ('age', e.age_band::text)) k(kind, word)
            WHERE e.municipality_id = place AND e.topic = '' AND e.month >= from_month AND e.month < to_month
        UNION ALL SELECT 'topic', e.topic, e.number, true, true FROM notifications_endedcount e
            WHERE e.municipality_id = place AND e.topic <> '' AND e.month >= from_month AND e.month < to_month
    )
    SELECT kind, word, sum(number)::bigint, coalesce(sum(number) FILTER (WHERE NOT a), 0)::bigint,
           coalesce(sum(number) FILTER (WHERE NOT r), 0)::bigint
    FROM lines GROUP BY kind, word
$$;
REVOKE ALL ON FUNCTION notifications_tally(bigint, timestamptz, timestamptz, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_tally(bigint, timestamptz, timestamptz, date, date) TO clock;

CREATE FUNCTION notifications_count_for_good(ending uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO notifications_endedcount AS e (municipality_id, month, notifier, age_band, topic,
        is_assessed_in_time, is_receipt_in_time, number)
    SELECT c.municipality_id, date_trunc('month', f.filed AT TIME ZONE m.timezone)::date,
        CASE WHEN t.topic = '' THEN f.notifier ELSE '' END, CASE WHEN t.topic = '' THEN f.age_band ELSE '' END,
        t.topic, CASE WHEN t.topic = '' THEN f.assessed_in_time ELSE true END,
        CASE WHEN t.topic = '' THEN f.receipt_in_time ELSE true END, 1
    FROM notifications_facts(ending, NULL, NULL, NULL) f
    JOIN notifications_concern c ON c.id = f.concern
    JOIN organisation_municipality m ON m.id = c.municipality_id,
    LATERAL (SELECT '' AS topic UNION SELECT unnest(f.topics)) t
    ON CONFLICT ON CONSTRAINT a_kind_of_ended_concerns_is_counted_once DO UPDATE SET number = e.number + 1;
END $$;
REVOKE ALL ON FUNCTION notifications_count_for_good(uuid) FROM PUBLIC;

-- The clocks and the rest of a concern are deleted before it; the first clock to go counts it.
CREATE FUNCTION notifications_count_before_it_goes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.kind = 'receipt' THEN
        PERFORM notifications_count_for_good(OLD.concern_id);
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER a_concern_is_counted_before_it_goes BEFORE DELETE ON notifications_deadline
    FOR EACH ROW EXECUTE FUNCTION notifications_count_before_it_goes();

REVOKE ALL ON notifications_behindpublication, notifications_endedcount FROM app;
REVOKE INSERT, UPDATE, DELETE ON notifications_publication FROM app;
GRANT SELECT, INSERT ON notifications_publication, notifications_behindpublication TO clock;
CREATE INDEX concern_by_month ON notifications_concern (municipality_id, received_at) WHERE state <> 'draft';
"""
BACKWARD = """
DROP INDEX concern_by_month;
REVOKE ALL ON notifications_publication, notifications_behindpublication FROM clock;
GRANT SELECT, INSERT, UPDATE, DELETE ON notifications_publication, notifications_behindpublication,
    notifications_endedcount TO app;
DROP TRIGGER a_concern_is_counted_before_it_goes ON notifications_deadline;
DROP FUNCTION notifications_count_before_it_goes();
DROP FUNCTION notifications_count_for_good(uuid);
DROP FUNCTION notifications_tally(bigint, timestamptz, timestamptz, date, date);
DROP FUNCTION notifications_facts(uuid, bigint, timestamptz, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0028_statistics")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
