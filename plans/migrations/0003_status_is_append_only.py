from django.db import migrations

# The history of a status is only added to. Correcting is saying it again; the later line counts.
FORWARD = """
CREATE FUNCTION plans_refuse_status_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history of a status is append-only: % on % refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER plans_measurestatus_rows BEFORE UPDATE OR DELETE ON plans_measurestatus
    FOR EACH ROW EXECUTE FUNCTION plans_refuse_status_change();
CREATE TRIGGER plans_measurestatus_truncate BEFORE TRUNCATE ON plans_measurestatus
    FOR EACH STATEMENT EXECUTE FUNCTION plans_refuse_status_change();
CREATE TRIGGER plans_recommendationstatus_rows BEFORE UPDATE OR DELETE ON plans_recommendationstatus
    FOR EACH ROW EXECUTE FUNCTION plans_refuse_status_change();
CREATE TRIGGER plans_recommendationstatus_truncate BEFORE TRUNCATE ON plans_recommendationstatus
    FOR EACH STATEMENT EXECUTE FUNCTION plans_refuse_status_change();
"""
BACKWARD = """
DROP TRIGGER plans_measurestatus_rows ON plans_measurestatus;
DROP TRIGGER plans_measurestatus_truncate ON plans_measurestatus;
DROP TRIGGER plans_recommendationstatus_rows ON plans_recommendationstatus;
DROP TRIGGER plans_recommendationstatus_truncate ON plans_recommendationstatus;
DROP FUNCTION plans_refuse_status_change();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_frozen_for_ever")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
