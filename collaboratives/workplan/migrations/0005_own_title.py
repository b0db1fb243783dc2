from django.db import migrations, models


def keep_reworded_titles(apps, schema_editor):
    """A task that somebody changed kept its title until now; it goes on keeping it."""
    apps.get_model("workplan", "Task").objects.filter(revision__gt=0).update(own_title=True)


class Migration(migrations.Migration):
    dependencies = [("workplan", "0004_meeting_points")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="own_title",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(keep_reworded_titles, migrations.RunPython.noop, elidable=True),
    ]
