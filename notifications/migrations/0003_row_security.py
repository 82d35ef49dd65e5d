from django.db import migrations

# The second of two independent layers (trust.md, finding 2). Arrays in settings, compared with columns: a
# membership subquery would read every open concern (stack.md). An exclusion wins over everything. No FORCE:
# functions of the owner must be able to move a concern.
ACTOR = "nullif(current_setting('app.actor', true), '')::bigint"
TEAMS = "coalesce(nullif(current_setting('app.teams', true), ''), '{}')::bigint[]"
NAMED = "coalesce(nullif(current_setting('app.named', true), ''), '{}')::uuid[]"
EXCLUDED = "coalesce(nullif(current_setting('app.excluded', true), ''), '{}')::uuid[]"

READER = (
    f"(team_id = ANY ({TEAMS}) OR filed_by_id = {ACTOR} OR id = ANY ({NAMED})) AND NOT id = ANY ({EXCLUDED})"
)


def of_concern(column: str, team_only: bool = False) -> str:
    """A child row is shown where its concern is; the subquery is itself under the concern's policy."""
    team = f" AND (c.team_id = ANY ({TEAMS}) OR c.id = ANY ({NAMED}))" if team_only else ""
    return f"EXISTS (SELECT 1 FROM notifications_concern c WHERE c.id = {column}{team})"


SHARED_CHILDREN = ("answer", "message", "deadline")
TEAM_CHILDREN = ("assessment", "decision", "note")

FORWARD = (
    f"""
ALTER TABLE notifications_concern ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON notifications_concern FOR SELECT TO app USING ({READER});
CREATE POLICY a_person_starts_their_own ON notifications_concern FOR INSERT TO app
    WITH CHECK (filed_by_id = {ACTOR});
CREATE POLICY readers_change ON notifications_concern FOR UPDATE TO app USING ({READER}) WITH CHECK ({READER});
CREATE POLICY a_filer_throws_a_draft_away ON notifications_concern FOR DELETE TO app
    USING (state = 'draft' AND filed_by_id = {ACTOR});
CREATE POLICY the_clock_sees ON notifications_concern FOR SELECT TO clock USING (true);
GRANT SELECT (id, team_id, state, expires_at, municipality_id) ON notifications_concern TO clock;

ALTER TABLE notifications_rescuedpost ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON notifications_rescuedpost FOR SELECT TO app USING (staff_id = {ACTOR});
CREATE POLICY it_arrives_without_login ON notifications_rescuedpost FOR INSERT TO app WITH CHECK (true);
CREATE POLICY mine_goes ON notifications_rescuedpost FOR DELETE TO app USING (staff_id = {ACTOR});
CREATE POLICY the_clock_sweeps ON notifications_rescuedpost FOR ALL TO clock USING (true);
GRANT SELECT (id, expires_at), DELETE ON notifications_rescuedpost TO clock;

CREATE POLICY readers_of_the_concern ON outbox_message FOR SELECT TO app
    USING (about IS NULL OR recipient_id = {ACTOR} AND NOT about = ANY ({EXCLUDED}) OR {of_concern("about")});

ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody_records ON audit_entry FOR INSERT TO app WITH CHECK (true);
CREATE POLICY the_clock_records ON audit_entry FOR INSERT TO clock WITH CHECK (true);
CREATE POLICY readers_of_the_concern ON audit_entry FOR SELECT TO app
    USING (concern IS NULL OR {of_concern("concern", team_only=True)});
CREATE POLICY the_auditor_reads ON audit_entry FOR SELECT TO auditor USING (true);

ALTER TABLE access_exclusion ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers_of_the_concern ON access_exclusion FOR SELECT TO app USING ({of_concern("subject")});
CREATE POLICY anybody_excludes ON access_exclusion FOR INSERT TO app WITH CHECK (true);
CREATE POLICY the_team_settles ON access_exclusion FOR UPDATE TO app
    USING ({of_concern("subject", team_only=True)}) WITH CHECK (true);
CREATE POLICY a_draft_is_thrown_away ON access_exclusion FOR DELETE TO app
    USING (EXISTS (SELECT 1 FROM notifications_concern c
                   WHERE c.id = subject AND c.state = 'draft' AND c.filed_by_id = {ACTOR}));
ALTER TABLE access_namedreader ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers_of_the_concern ON access_namedreader FOR ALL TO app USING ({of_concern("subject")});
"""
    + "\n".join(
        f"""
ALTER TABLE notifications_{table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers_of_the_concern ON notifications_{table} FOR ALL TO app
    USING ({of_concern("concern_id", team_only=table in TEAM_CHILDREN)});
"""
        for table in (*SHARED_CHILDREN, *TEAM_CHILDREN)
    )
    + """
CREATE POLICY the_clock_watches ON notifications_deadline FOR SELECT TO clock USING (true);
GRANT SELECT (id, concern_id, team_id, kind, due_at, met_at) ON notifications_deadline TO clock;
"""
)

POLICIES = {
    "notifications_concern": (
        "readers",
        "a_person_starts_their_own",
        "readers_change",
        "a_filer_throws_a_draft_away",
        "the_clock_sees",
    ),
    "notifications_rescuedpost": (
        "mine",
        "it_arrives_without_login",
        "mine_goes",
        "the_clock_sweeps",
    ),
    "outbox_message": ("readers_of_the_concern",),
    "audit_entry": (
        "anybody_records",
        "the_clock_records",
        "readers_of_the_concern",
        "the_auditor_reads",
    ),
    "access_exclusion": (
        "readers_of_the_concern",
        "anybody_excludes",
        "the_team_settles",
        "a_draft_is_thrown_away",
    ),
    "access_namedreader": ("readers_of_the_concern",),
    **{f"notifications_{table}": ("readers_of_the_concern",) for table in (*SHARED_CHILDREN, *TEAM_CHILDREN)},
}
BACKWARD = (
    "\n".join(
        f"DROP POLICY {policy} ON {table};" for table, policies in POLICIES.items() for policy in policies
    )
    + "\nDROP POLICY the_clock_watches ON notifications_deadline;\n"
    + "\n".join(
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;" for table in POLICIES if table != "outbox_message"
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_initial"),
        ("access", "0003_facts"),
        ("audit", "0002_append_only"),
        ("outbox", "0002_row_security"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
