from django.db import migrations

# The application may add to the trail and never change it; the auditor reads and seals. The triggers are a
# second layer: a table owner can switch them off, which the chain then shows.
FORWARD = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail is append-only: % on % refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER audit_entry_rows BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_entry_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_seal_rows BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_seal_truncate BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
REVOKE ALL ON audit_entry, audit_seal FROM app;
GRANT SELECT, INSERT ON audit_entry TO app;
GRANT INSERT ON audit_entry TO clock;
GRANT SELECT ON audit_entry TO auditor;
GRANT SELECT, INSERT ON audit_seal TO auditor;
"""
BACKWARD = """
DROP TRIGGER audit_entry_rows ON audit_entry; DROP TRIGGER audit_entry_truncate ON audit_entry;
DROP TRIGGER audit_seal_rows ON audit_seal; DROP TRIGGER audit_seal_truncate ON audit_seal;
DROP FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
