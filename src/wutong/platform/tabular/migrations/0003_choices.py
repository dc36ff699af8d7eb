import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tabular', '0002_sources'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='importrow',
            name='verdict',
            field=models.CharField(choices=[('new', 'New'), ('possible', 'Possibly on record'), ('changed', 'Changes a record'), ('same', 'Already on record'), ('duplicate', 'Repeated in the file'), ('rejected', 'Cannot be entered')], max_length=10, verbose_name='verdict'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(condition=models.Q(('target_ref', ''), _negated=True), fields=['target_ref'], name='tabular_row_target'),
        ),
        migrations.CreateModel(
            name='RowChoice',
            fields=[
                ('pk', models.CompositePrimaryKey('batch_id', 'row_no', blank=True, editable=False, primary_key=True, serialize=False)),
                ('row_no', models.PositiveIntegerField()),
                ('choice', models.CharField(choices=[('new', 'Enter as new'), ('same', 'The same person'), ('out', 'Leave out')], max_length=4)),
                ('target_ref', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('chosen_label', models.CharField(blank=True, db_default='', default='', max_length=120)),
                ('chosen_at', models.DateTimeField()),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='tabular.importbatch')),
                ('chosen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'choice for a row of an import',
                'verbose_name_plural': 'choices for rows of imports',
            },
        ),
    ]
