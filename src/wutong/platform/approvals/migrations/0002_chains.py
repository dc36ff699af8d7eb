"""Chains of approval that the office sets for each kind of request."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('approvals', '0001_initial'),
    ]

    operations = [
        migrations.AddField('approvalrequest', 'one_step_each', models.BooleanField(db_default=True, default=True)),
        migrations.AddField('approvalrequest', 'notify', models.BooleanField(db_default=True, default=True)),
        migrations.CreateModel(
            name='ApprovalChain',
            fields=[
                ('kind', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('steps', models.JSONField()),
                ('one_step_each', models.BooleanField(default=True)),
                ('notify', models.BooleanField(default=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
