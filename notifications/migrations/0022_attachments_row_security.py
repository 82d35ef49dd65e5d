from django.db import migrations

# A file is shown where its concern is. Only the filer adds one, and takes one out of a draft; what was sent stays.
# However a concern goes (a draft that lapses, a case that is deleted after its hand-over), its files go with it.
ACTOR = "nullif(current_setting('app.actor', true), '')::bigint"
SHOWN = "EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = concern_id)"
OF_FILER = (
    f"EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = concern_id AND c.filed_by_id = {ACTOR})"
)
OF_DRAFT = (
    "EXISTS (SELECT 1 FROM notifications_concern c "
    f"WHERE c.id = concern_id AND c.filed_by_id = {ACTOR} AND c.state = 'draft')"
)

FORWARD = "\n".join(
    f"""
ALTER TABLE notifications_{table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers_of_the_concern ON notifications_{table} FOR SELECT TO app USING ({SHOWN});
CREATE POLICY the_filer_adds ON notifications_{table} FOR INSERT TO app WITH CHECK ({OF_FILER});
CREATE POLICY the_filer_takes_out_of_a_draft ON notifications_{table} FOR DELETE TO app USING ({OF_DRAFT});
"""
    for table in ("attachment", "attachmentpage")
) + """
CREATE FUNCTION notifications_forget_additions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM notifications_attachmentpage WHERE concern_id = OLD.id;
    DELETE FROM notifications_attachment WHERE concern_id = OLD.id;
    DELETE FROM notifications_forwarding WHERE concern_id = OLD.id;
    RETURN OLD;
END $$;
REVOKE ALL ON FUNCTION notifications_forget_additions() FROM PUBLIC;
CREATE TRIGGER a_concern_takes_its_additions_along BEFORE DELETE ON notifications_concern
    FOR EACH ROW EXECUTE FUNCTION notifications_forget_additions();
"""
BACKWARD = """
DROP TRIGGER a_concern_takes_its_additions_along ON notifications_concern;
DROP FUNCTION notifications_forget_additions();
""" + "\n".join(
    f"""
DROP POLICY the_filer_takes_out_of_a_draft ON notifications_{table};
DROP POLICY the_filer_adds ON notifications_{table};
DROP POLICY readers_of_the_concern ON notifications_{table};
ALTER TABLE notifications_{table} DISABLE ROW LEVEL SECURITY;
"""
    for table in ("attachmentpage", "attachment")
)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0021_attachments")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
