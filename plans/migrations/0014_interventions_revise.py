from django.db import migrations

from beredskab.organisation.revisions import follow


class Migration(migrations.Migration):
    # What somebody hides or shows again is seen by the next page of everybody.
    dependencies = [("plans", "0013_stepping_in_planning_and_announcing")]
    operations = [
        follow(
            "plans_intervention",
            whose="plan.municipality_id",
            through="JOIN plans_plan AS plan ON plan.id = one.plan_id",
        )
    ]
