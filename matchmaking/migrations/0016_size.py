from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('matchmaking', '0015_desk')]

    operations = [
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                fields=["-score", "id"],
                include=["edition", "run", "exhibitor", "buyer"],
                name="match_listed",
            ),
        ),
        migrations.AddField(
            model_name="schedule",
            name="left_out",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("unscheduled"), function="jsonb_array_length"),
                output_field=models.PositiveIntegerField(),
                verbose_name="left out",
            ),
        ),
    ]
