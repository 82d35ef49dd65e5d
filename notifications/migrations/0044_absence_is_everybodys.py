from django.db import migrations


class Migration(migrations.Migration):
    # The table stays; organisation tells of it from now on.
    dependencies = [
        ("notifications", "0043_hand_back_to_who_took_it_down"),
        ("organisation", "0008_absence_is_everybodys"),
    ]
    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Absence")])]
