from django.db import migrations

from beredskab.organisation.revisions import follow

_PLAN = {"whose": "plan.municipality_id", "through": "JOIN plans_plan AS plan ON plan.id = one.plan_id"}


class Migration(migrations.Migration):
    dependencies = [("plans", "0011_document_proposals"), ("organisation", "0003_revision")]
    operations = [
        follow("plans_plan"),
        follow("plans_edition", **_PLAN),
        follow("plans_section", **_PLAN),
    ]
