from django.db import migrations

# The row's own constraint says that the second is not who decides. This one knows the concern: the second is
# neither responsible for it nor who filed it, whatever code says.
FORWARD = """
CREATE FUNCTION notifications_second_assessor() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = NEW.concern_id
               AND NEW.second_by_id IN (c.claimed_by_id, c.filed_by_id)) THEN
        RAISE EXCEPTION 'The second assessor has handled the concern or filed it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION notifications_second_assessor() FROM PUBLIC;
CREATE TRIGGER the_second_assessor_is_another BEFORE INSERT OR UPDATE ON notifications_decision
    FOR EACH ROW WHEN (NEW.second_by_id IS NOT NULL) EXECUTE FUNCTION notifications_second_assessor();
"""
BACKWARD = """
DROP TRIGGER the_second_assessor_is_another ON notifications_decision;
DROP FUNCTION notifications_second_assessor();
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0008_decision_in_full")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
