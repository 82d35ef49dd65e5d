from django.db import migrations

# The worker's role deletes drafts that have lapsed by the database's own clock, and nothing else. It reads no
# child row, so what belongs to a draft goes through a function of the owner: whichever way a draft goes, its
# answers, keys, exclusions and rescued posts go with it.
FORWARD = """
CREATE FUNCTION notifications_forget_draft() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM notifications_answer WHERE concern_id = OLD.id;
    DELETE FROM notifications_rescuedpost WHERE staff_id = OLD.filed_by_id AND draft = OLD.id;
    DELETE FROM access_exclusion WHERE subject = OLD.id;
    DELETE FROM access_namedreader WHERE subject = OLD.id;
    DELETE FROM vault_sealedkey WHERE subject = OLD.id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION notifications_forget_draft() FROM PUBLIC;
CREATE TRIGGER a_draft_takes_everything_along AFTER DELETE ON notifications_concern
    FOR EACH ROW WHEN (OLD.state = 'draft') EXECUTE FUNCTION notifications_forget_draft();

CREATE POLICY the_clock_deletes_lapsed_drafts ON notifications_concern FOR DELETE TO clock
    USING (state = 'draft' AND expires_at < now());
GRANT DELETE ON notifications_concern TO clock;
GRANT SELECT (filed_at) ON notifications_concern TO clock;

DROP POLICY the_clock_sweeps ON notifications_rescuedpost;
CREATE POLICY the_clock_sees ON notifications_rescuedpost FOR SELECT TO clock USING (true);
CREATE POLICY the_clock_sweeps_lapsed_posts ON notifications_rescuedpost FOR DELETE TO clock
    USING (expires_at < now());
"""
BACKWARD = """
DROP POLICY the_clock_sweeps_lapsed_posts ON notifications_rescuedpost;
DROP POLICY the_clock_sees ON notifications_rescuedpost;
CREATE POLICY the_clock_sweeps ON notifications_rescuedpost FOR ALL TO clock USING (true);
REVOKE SELECT (filed_at) ON notifications_concern FROM clock;
REVOKE DELETE ON notifications_concern FROM clock;
DROP POLICY the_clock_deletes_lapsed_drafts ON notifications_concern;
DROP TRIGGER a_draft_takes_everything_along ON notifications_concern;
DROP FUNCTION notifications_forget_draft();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0006_duties_about_concerns"),
        ("access", "0003_facts"),
        ("vault", "0002_row_security"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
