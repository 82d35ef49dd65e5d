from django.db import migrations

from beredskab.organisation.revisions import follow


class Migration(migrations.Migration):
    dependencies = [("plans", "0016_stale_standings"), ("organisation", "0004_revision_of_people")]
    operations = [
        follow("plans_actioncard"),
        follow(
            "plans_poster",
            whose="card.municipality_id",
            through="JOIN plans_actioncard AS card ON card.id = one.card_id",
        ),
    ]
