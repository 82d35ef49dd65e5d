from django.db import migrations

from beredskab.organisation.revisions import follow


class Migration(migrations.Migration):
    """Who is asked in an open round is kept while nothing changes (`rounds.links_waiting_for`)."""

    dependencies = [("plans", "0032_status_rounds")]
    operations = [
        follow("plans_statusround"),
        follow(
            "plans_roundlink",
            whose="plans_statusround.municipality_id",
            through="JOIN plans_statusround ON plans_statusround.id = one.round_id",
        ),
    ]
