from django.db import migrations, models

from beredskab.organisation.revisions import follow

# Every change of the row itself draws a new revision, so nothing that saves an old copy can bring one back.
FORWARD = """
CREATE SEQUENCE organisation_revision;
GRANT USAGE ON SEQUENCE organisation_revision TO app, clock;

CREATE FUNCTION organisation_draw_revision() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.revision := nextval('organisation_revision');
    RETURN NEW;
END $$;

CREATE TRIGGER organisation_municipality_revision BEFORE INSERT OR UPDATE ON organisation_municipality
    FOR EACH ROW EXECUTE FUNCTION organisation_draw_revision();
"""
BACKWARD = """
DROP TRIGGER organisation_municipality_revision ON organisation_municipality;
DROP FUNCTION organisation_draw_revision();
DROP SEQUENCE organisation_revision;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_contact_changed_by")]
    operations = [
        migrations.AddField(
            "municipality",
            "revision",
            models.BigIntegerField(
                default=0, editable=False, help_text="drawn anew by the database at every change that pages show"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        follow("organisation_contact"),
        follow("organisation_profession"),
        follow("organisation_unit"),
        follow(
            "organisation_membership",
            whose="staff.municipality_id",
            through="JOIN organisation_staff AS staff ON staff.id = one.staff_id",
        ),
    ]
