-- Ten thousand people in two hundred houses who have read five editions: three million acknowledgements.
-- Run by a superuser after bench/crowd.py has made the municipality, its houses and its large plan.
SET session_replication_role = replica;  -- no triggers and no foreign keys: the rows are ours and right
BEGIN;
INSERT INTO organisation_staff (password, is_superuser, email, name, phone, language, number, is_active, municipality_id)
SELECT '!', false, 'nr' || n || '@' || current_setting('bench.slug') || '.example', 'Nr ' || n || ' Prøve', '', '', '', true, m.id
  FROM organisation_municipality m, generate_series(1, current_setting('bench.people')::int) AS n WHERE m.slug = current_setting('bench.slug');

INSERT INTO organisation_membership (staff_id, unit_id, profession_id, "order", title, source, on_leave_until)
SELECT s.id, u.id, p.id, 0, '', 'hand', CASE WHEN s.n % 40 = 0 THEN current_date + 60 END
  FROM (SELECT id, municipality_id, row_number() OVER (ORDER BY id) AS n FROM organisation_staff
         WHERE email LIKE 'nr%@' || current_setting('bench.slug') || '.example') AS s
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS all_units FROM organisation_unit
         WHERE slug LIKE 'hus-%' AND municipality_id = (SELECT id FROM organisation_municipality WHERE slug = current_setting('bench.slug')))
       AS u ON u.n = s.n % u.all_units
  JOIN organisation_profession p ON p.municipality_id = s.municipality_id
   AND p.slug = (ARRAY['paedagog', 'laerer', 'koekken', 'fritid', 'leder'])[1 + s.n % 5];

-- Everybody has read nearly everything, each edition in the month after it came.
INSERT INTO plans_acknowledgement (staff_id, section_id, version_id, edition_id, at)
SELECT s.id, v.section_id, v.id, l.edition_id, v.frozen_at + make_interval(hours => (s.id * 31 + v.id * 17)::int % 700)
  FROM organisation_staff s
 CROSS JOIN plans_sectionversion v
  JOIN plans_section x ON x.id = v.section_id
  JOIN plans_plan p ON p.id = x.plan_id AND p.slug = 'stor' AND p.municipality_id = s.municipality_id
  JOIN LATERAL (SELECT min(edition_id) AS edition_id FROM plans_editionsection WHERE version_id = v.id) AS l ON true
 WHERE s.email LIKE 'nr%@' || current_setting('bench.slug') || '.example' AND (s.id * 7919 + v.id * 104729) % 1000 >= 2
 ORDER BY s.id, v.id;
COMMIT;
SET session_replication_role = DEFAULT;
ANALYZE organisation_staff; ANALYZE organisation_membership; ANALYZE organisation_unit;
ANALYZE plans_acknowledgement; ANALYZE plans_sectionversion; ANALYZE plans_editionsection;
