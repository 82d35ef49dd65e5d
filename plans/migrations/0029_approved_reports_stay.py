from django.db import migrations

# What somebody has approved with their name stays as it was; only whether everybody sees it may change.
FORWARD = """
CREATE FUNCTION plans_keep_approved_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.approved_at IS NULL THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'An approved status report stays: DELETE refused';
    END IF;
    IF (NEW.municipality_id, NEW.number, NEW.subject, NEW.as_of, NEW.published_on, NEW.content, NEW.checksum,
        NEW.made_at, NEW.approved_at, NEW.approved_name)
       IS DISTINCT FROM
       (OLD.municipality_id, OLD.number, OLD.subject, OLD.as_of, OLD.published_on, OLD.content, OLD.checksum,
        OLD.made_at, OLD.approved_at, OLD.approved_name) THEN
        RAISE EXCEPTION 'An approved status report stays: UPDATE refused';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plans_statusreport_stays BEFORE UPDATE OR DELETE ON plans_statusreport
    FOR EACH ROW EXECUTE FUNCTION plans_keep_approved_report();
"""
BACKWARD = """
DROP TRIGGER plans_statusreport_stays ON plans_statusreport;
DROP FUNCTION plans_keep_approved_report();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0028_status_reports")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
