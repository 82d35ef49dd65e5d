from django.db import migrations

# A unit's leader and name, the leader's name and number, and the municipality's own name and address stand on
# paper, and are changed in many places: by an import, on a page, by hand. Whoever does it, the posters are
# looked at in the next round of the worker. Where there are no posters, nothing is promised.
FORWARD = """
CREATE FUNCTION plans_promise_paper(place bigint, VARIADIC duties text[]) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO outbox_duty (id, name, key, ids, due_at, attempts, fault)
    SELECT gen_random_uuid(), duty, place || ':changed:' || txid_current() || ':' || now(),
           jsonb_build_object('municipality', place), now(), 0, ''
    FROM unnest(duties) AS duty
    ON CONFLICT DO NOTHING
$$;
REVOKE ALL ON FUNCTION plans_promise_paper FROM PUBLIC;

CREATE FUNCTION plans_paper_follows_unit() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM plans_poster WHERE unit_id = NEW.id) THEN
        PERFORM plans_promise_paper(NEW.municipality_id, 'posters.walls');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER plans_paper_follows_unit AFTER UPDATE OF leader_id, name ON organisation_unit FOR EACH ROW
    WHEN (OLD.leader_id IS DISTINCT FROM NEW.leader_id OR OLD.name <> NEW.name)
    EXECUTE FUNCTION plans_paper_follows_unit();

CREATE FUNCTION plans_paper_follows_leader() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM plans_poster AS poster JOIN organisation_unit AS unit ON unit.id = poster.unit_id
        WHERE unit.leader_id = NEW.id
    ) THEN
        PERFORM plans_promise_paper(NEW.municipality_id, 'posters.walls');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER plans_paper_follows_leader AFTER UPDATE OF name, phone ON organisation_staff FOR EACH ROW
    WHEN (OLD.name <> NEW.name OR OLD.phone <> NEW.phone)
    EXECUTE FUNCTION plans_paper_follows_leader();

CREATE FUNCTION plans_paper_follows_municipality() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM plans_actioncard WHERE municipality_id = NEW.id AND version > 0) THEN
        PERFORM plans_promise_paper(NEW.id, 'posters.refresh', 'posters.walls');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER plans_paper_follows_municipality
    AFTER UPDATE OF name, short_address, host, language, primary_colour ON organisation_municipality FOR EACH ROW
    WHEN ((OLD.name, OLD.short_address, OLD.host, OLD.language, OLD.primary_colour)
          IS DISTINCT FROM (NEW.name, NEW.short_address, NEW.host, NEW.language, NEW.primary_colour))
    EXECUTE FUNCTION plans_paper_follows_municipality();
"""
BACKWARD = """
DROP TRIGGER plans_paper_follows_municipality ON organisation_municipality;
DROP TRIGGER plans_paper_follows_leader ON organisation_staff;
DROP TRIGGER plans_paper_follows_unit ON organisation_unit;
DROP FUNCTION plans_paper_follows_municipality();
DROP FUNCTION plans_paper_follows_leader();
DROP FUNCTION plans_paper_follows_unit();
DROP FUNCTION plans_promise_paper(bigint, text[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0024_words_of_a_poster"),
        ("outbox", "0002_row_security"),
        ("organisation", "0004_revision_of_people"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
