from django.db import migrations

# The application writes a proof and can read none: it asks one question, and the tries of an address are counted
# where it cannot reach them. The worker deletes what is over.
FORWARD = """
ALTER TABLE notifications_proof ENABLE ROW LEVEL SECURITY;
CREATE POLICY who_sends_keeps ON notifications_proof FOR INSERT TO app WITH CHECK (true);
CREATE POLICY the_clock_sweeps ON notifications_proof FOR ALL TO clock USING (true);
GRANT SELECT (last_year), DELETE ON notifications_proof TO clock;

ALTER TABLE notifications_prooftry ENABLE ROW LEVEL SECURITY;
CREATE POLICY the_clock_sweeps ON notifications_prooftry FOR ALL TO clock USING (true);
GRANT SELECT (at), DELETE ON notifications_prooftry TO clock;

CREATE FUNCTION notifications_try_proof(asked text[], trier text, tried_at timestamptz, most integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM notifications_prooftry t
        WHERE t.who = trier AND t.at > tried_at - interval '10 minutes') >= most THEN
        RETURN 'too_often';
    END IF;
    INSERT INTO notifications_prooftry (who, at) VALUES (trier, tried_at);
    RETURN CASE WHEN EXISTS (SELECT 1 FROM notifications_proof p WHERE p.lock = ANY (asked))
        THEN 'holds' ELSE 'unknown' END;
END $$;
REVOKE ALL ON FUNCTION notifications_try_proof(text[], text, timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_try_proof(text[], text, timestamptz, integer) TO app;
"""
BACKWARD = """
DROP FUNCTION notifications_try_proof(text[], text, timestamptz, integer);
DROP POLICY the_clock_sweeps ON notifications_prooftry;
ALTER TABLE notifications_prooftry DISABLE ROW LEVEL SECURITY;
DROP POLICY the_clock_sweeps ON notifications_proof;
DROP POLICY who_sends_keeps ON notifications_proof;
ALTER TABLE notifications_proof DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0033_proofs")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
