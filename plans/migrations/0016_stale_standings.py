from django.db import migrations

# Whoever reads something, or gets, changes or loses a job, is counted anew (rule P-40). The row is locked even when
# it is stale already: the worker, who locks it before it reads the facts, can then miss nothing.
FORWARD = """
CREATE FUNCTION plans_standing_is_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO plans_readerstanding
        (staff_id, is_stale, editions, mine, to_read, to_read_is_new, to_read_due)
    VALUES (NEW.staff_id, true, '{}', '{}', '{}', '{}', '{}')
    ON CONFLICT (staff_id) DO UPDATE SET is_stale = true;
    RETURN NULL;
END $$;

CREATE FUNCTION plans_standing_lost_a_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE plans_readerstanding SET is_stale = true WHERE staff_id = OLD.staff_id;
    RETURN NULL;
END $$;

CREATE TRIGGER plans_acknowledgement_counts AFTER INSERT ON plans_acknowledgement
    FOR EACH ROW EXECUTE FUNCTION plans_standing_is_stale();
CREATE TRIGGER plans_employment_begins AFTER INSERT ON organisation_membership
    FOR EACH ROW EXECUTE FUNCTION plans_standing_is_stale();
CREATE TRIGGER plans_employment_changes AFTER UPDATE ON organisation_membership
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION plans_standing_is_stale();
CREATE TRIGGER plans_employment_ends AFTER DELETE ON organisation_membership
    FOR EACH ROW EXECUTE FUNCTION plans_standing_lost_a_job();
"""
BACKWARD = """
DROP TRIGGER plans_employment_ends ON organisation_membership;
DROP TRIGGER plans_employment_changes ON organisation_membership;
DROP TRIGGER plans_employment_begins ON organisation_membership;
DROP TRIGGER plans_acknowledgement_counts ON plans_acknowledgement;
DROP FUNCTION plans_standing_lost_a_job();
DROP FUNCTION plans_standing_is_stale();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0015_reader_standings"), ("organisation", "0002_contact_changed_by")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
