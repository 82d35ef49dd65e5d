import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = {"related_name": "+", "to": settings.AUTH_USER_MODEL}
MAYBE = {"null": True, "blank": True}


class Migration(migrations.Migration):
    # The table stays as it is, with its rows; it was the rota's and is now everybody's.
    dependencies = [
        ("organisation", "0007_people_from_lists"),
        ("notifications", "0042_calendar_feed"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                        ("since", models.DateField()),
                        (
                            "until",
                            models.DateField(help_text="the last day; empty: until somebody ends it", **MAYBE),
                        ),
                        ("set_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(**MAYBE)),
                        (
                            "ended_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, **MAYBE, **PERSON),
                        ),
                        ("set_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, **PERSON)),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="absences",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stand_in",
                            models.ForeignKey(on_delete=django.db.models.deletion.SET_NULL, **MAYBE, **PERSON),
                        ),
                    ],
                    options={
                        "db_table": "notifications_absence",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["staff", "since"],
                                name="absence_open",
                            )
                        ],
                    },
                )
            ]
        )
    ]
