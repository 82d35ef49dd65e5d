from django.db import migrations

# What the council decided and what a section hands out is never changed: a new document is a new row.
FORWARD = """
CREATE TRIGGER plans_planfile_kept BEFORE UPDATE ON plans_planfile
    FOR EACH ROW EXECUTE FUNCTION plans_refuse_change();
"""
BACKWARD = "DROP TRIGGER plans_planfile_kept ON plans_planfile;"


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_files_of_a_plan")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
