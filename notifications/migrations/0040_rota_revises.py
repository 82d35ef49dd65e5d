from django.db import migrations

from beredskab.organisation.revisions import follow


class Migration(migrations.Migration):
    # Who is on duty is shown on every inbox and changes seldom.
    dependencies = [("notifications", "0039_retention_by_municipality")]
    operations = [
        follow(
            "notifications_shift",
            whose="team.municipality_id",
            through="JOIN organisation_team AS team ON team.id = one.team_id",
        ),
        follow(
            "notifications_absence",
            whose="staff.municipality_id",
            through="JOIN organisation_staff AS staff ON staff.id = one.staff_id",
        ),
        follow("organisation_team"),
    ]
