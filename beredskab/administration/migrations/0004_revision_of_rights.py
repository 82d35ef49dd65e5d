from django.db import migrations

from beredskab.organisation.revisions import follow

TEAM = "JOIN organisation_team AS team ON team.id = one.team_id"
LINE = f"JOIN administration_recertification AS asked ON asked.id = one.recertification_id {TEAM.replace('one.', 'asked.')}"


class Migration(migrations.Migration):
    # The front page says that something waits for a second pair of eyes, without a statement of its own.
    dependencies = [("administration", "0003_rights_and_recertification")]
    operations = [
        follow("administration_rightrequest"),
        follow("administration_recertification", whose="team.municipality_id", through=TEAM),
        follow("administration_recertificationline", whose="team.municipality_id", through=LINE),
    ]
