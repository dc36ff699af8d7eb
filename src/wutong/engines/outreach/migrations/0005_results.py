"""What became of a sending by college, class, place and provider, counted aside."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0004_button'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResultCount',
            fields=[
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='outreach.campaign')),
                ('of', models.CharField(blank=True, max_length=160)),
                ('counted_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ResultRow',
            fields=[
                ('pk', models.CompositePrimaryKey('campaign_id', 'dimension', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('dimension', models.CharField(choices=[('all', 'everybody'), ('college', 'college'), ('class', 'class'), ('city', 'place'), ('provider', 'mail provider')], max_length=10)),
                ('key', models.CharField(max_length=320)),
                ('total', models.IntegerField(default=0)),
                ('delivered', models.IntegerField(default=0)),
                ('arrived', models.IntegerField(default=0)),
                ('refused', models.IntegerField(default=0)),
                ('bounced', models.IntegerField(default=0)),
                ('uncertain', models.IntegerField(default=0)),
                ('cancelled', models.IntegerField(default=0)),
                ('used', models.IntegerField(default=0)),
                ('answered', models.IntegerField(default=0)),
                ('unsubscribed', models.IntegerField(default=0)),
                ('campaign', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='outreach.campaign')),
            ],
        ),
    ]
