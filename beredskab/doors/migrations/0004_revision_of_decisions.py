from django.db import migrations

from beredskab.organisation.revisions import follow

# A token's row changes with every request of its system: only what is decided about it draws a revision.
FORWARD = """
CREATE FUNCTION doors_token_revision() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE organisation_municipality SET revision = 0 WHERE id = COALESCE(NEW.municipality_id, OLD.municipality_id);
    RETURN NULL;
END $$;
CREATE TRIGGER doors_token_revision AFTER INSERT OR DELETE OR UPDATE OF approved_by_id, revoked_at
    ON doors_token FOR EACH ROW EXECUTE FUNCTION doors_token_revision();
"""
BACKWARD = "DROP TRIGGER doors_token_revision ON doors_token; DROP FUNCTION doors_token_revision();"
GROUP = "JOIN doors_group AS known ON known.id = one.group_id"


class Migration(migrations.Migration):
    # The front page says that a system or a group waits for a second person, without a statement of its own.
    dependencies = [("doors", "0003_scim"), ("organisation", "0003_revision")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        follow("doors_mapping", whose="known.municipality_id", through=GROUP),
    ]
