from django.db import migrations

# A published edition is frozen for ever: its own row (but for the move to superseded), its table of
# contents, its section versions and their blocks. An acknowledgement is never changed or taken away.
FORWARD = """
CREATE FUNCTION plans_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published edition is frozen for ever: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION plans_keep_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('published', 'superseded') THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'superseded'
       AND to_jsonb(NEW) - 'state' - 'superseded_at' = to_jsonb(OLD) - 'state' - 'superseded_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published edition is frozen for ever: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION plans_keep_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := ARRAY[]::bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN touched := touched || OLD.edition_id; END IF;
    IF TG_OP <> 'DELETE' THEN touched := touched || NEW.edition_id; END IF;
    IF EXISTS (SELECT 1 FROM plans_edition
               WHERE id = ANY(touched) AND state IN ('published', 'superseded')) THEN
        RAISE EXCEPTION 'a published edition is frozen for ever: % of a section refused', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE FUNCTION plans_keep_version_parts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := ARRAY[]::bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN touched := touched || OLD.version_id; END IF;
    IF TG_OP <> 'DELETE' THEN touched := touched || NEW.version_id; END IF;
    IF EXISTS (SELECT 1 FROM plans_sectionversion
               WHERE id = ANY(touched) AND frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a published edition is frozen for ever: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE FUNCTION plans_keep_acknowledgement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an acknowledgement is never changed: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER plans_edition_frozen BEFORE UPDATE OR DELETE ON plans_edition
    FOR EACH ROW EXECUTE FUNCTION plans_keep_edition();
CREATE TRIGGER plans_editionsection_frozen BEFORE INSERT OR UPDATE OR DELETE ON plans_editionsection
    FOR EACH ROW EXECUTE FUNCTION plans_keep_lines();
CREATE TRIGGER plans_sectionversion_frozen BEFORE UPDATE OR DELETE ON plans_sectionversion
    FOR EACH ROW WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION plans_refuse_change();
CREATE TRIGGER plans_block_frozen BEFORE INSERT OR UPDATE OR DELETE ON plans_block
    FOR EACH ROW EXECUTE FUNCTION plans_keep_version_parts();
CREATE TRIGGER plans_rereadrequest_frozen BEFORE INSERT OR UPDATE OR DELETE ON plans_rereadrequest
    FOR EACH ROW EXECUTE FUNCTION plans_keep_version_parts();
CREATE TRIGGER plans_acknowledgement_rows BEFORE UPDATE OR DELETE ON plans_acknowledgement
    FOR EACH ROW EXECUTE FUNCTION plans_keep_acknowledgement();
CREATE TRIGGER plans_acknowledgement_truncate BEFORE TRUNCATE ON plans_acknowledgement
    FOR EACH STATEMENT EXECUTE FUNCTION plans_keep_acknowledgement();
CREATE TRIGGER plans_edition_truncate BEFORE TRUNCATE ON plans_edition
    FOR EACH STATEMENT EXECUTE FUNCTION plans_refuse_change();
"""
BACKWARD = """
DROP TRIGGER plans_edition_truncate ON plans_edition;
DROP TRIGGER plans_acknowledgement_truncate ON plans_acknowledgement;
DROP TRIGGER plans_acknowledgement_rows ON plans_acknowledgement;
DROP TRIGGER plans_rereadrequest_frozen ON plans_rereadrequest;
DROP TRIGGER plans_block_frozen ON plans_block;
DROP TRIGGER plans_sectionversion_frozen ON plans_sectionversion;
DROP TRIGGER plans_editionsection_frozen ON plans_editionsection;
DROP TRIGGER plans_edition_frozen ON plans_edition;
DROP FUNCTION plans_keep_acknowledgement();
DROP FUNCTION plans_keep_version_parts();
DROP FUNCTION plans_keep_lines();
DROP FUNCTION plans_keep_edition();
DROP FUNCTION plans_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
