from django.db import migrations

# What pages show of others: their leader's name and number. Signing in changes the row too, and no page.
FORWARD = """
CREATE FUNCTION organisation_staff_revision() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE organisation_municipality SET revision = 0 WHERE id IN (OLD.municipality_id, NEW.municipality_id);
    RETURN NULL;
END $$;
CREATE TRIGGER organisation_staff_revision AFTER UPDATE ON organisation_staff FOR EACH ROW
    WHEN ((OLD.name, OLD.phone, OLD.is_active, OLD.municipality_id)
          IS DISTINCT FROM (NEW.name, NEW.phone, NEW.is_active, NEW.municipality_id))
    EXECUTE FUNCTION organisation_staff_revision();
"""
BACKWARD = """
DROP TRIGGER organisation_staff_revision ON organisation_staff;
DROP FUNCTION organisation_staff_revision();
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_revision")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
