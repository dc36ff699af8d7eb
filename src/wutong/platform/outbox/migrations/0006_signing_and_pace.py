"""DKIM keys, what DNS says about a sending domain, and how fast each provider is written to."""

import django.db.models.functions.datetime
import wutong.platform.vault.fields
from django.db import migrations, models

NOW = django.db.models.functions.datetime.Now()


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0005_answers_and_tallies'),
    ]

    operations = [
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(max_length=253, verbose_name='domain')),
                ('selector', models.CharField(max_length=63, verbose_name='selector')),
                ('algorithm', models.CharField(choices=[('rsa-sha256', 'RSA 2048'), ('ed25519-sha256', 'Ed25519')], default='rsa-sha256', max_length=16, verbose_name='algorithm')),
                ('private', wutong.platform.vault.fields.EncryptedTextField(purpose='outbox.signing')),
                ('public', models.TextField(verbose_name='public half')),
                ('state', models.CharField(choices=[('waiting', 'not in use yet'), ('active', 'signs'), ('retired', 'retired')], default='waiting', max_length=8, verbose_name='state')),
                ('created_at', models.DateTimeField(db_default=NOW, verbose_name='made')),
                ('changed_at', models.DateTimeField(db_default=NOW, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'signing key',
                'verbose_name_plural': 'signing keys',
                'constraints': [models.UniqueConstraint(fields=('domain', 'selector'), name='outbox_signing_selector_once')],
            },
        ),
        migrations.CreateModel(
            name='DomainCheck',
            fields=[
                ('domain', models.CharField(max_length=253, primary_key=True, serialize=False, verbose_name='domain')),
                ('findings', models.JSONField(default=list)),
                ('checked_at', models.DateTimeField(db_default=NOW, verbose_name='as of')),
            ],
            options={
                'verbose_name': 'check of a sending domain',
                'verbose_name_plural': 'checks of sending domains',
            },
        ),
        migrations.CreateModel(
            name='DomainPace',
            fields=[
                ('domain', models.CharField(max_length=253, primary_key=True, serialize=False, verbose_name='provider')),
                ('per_minute', models.IntegerField(db_default=0, default=0, verbose_name='messages a minute')),
                ('tokens', models.FloatField(db_default=0, default=0)),
                ('filled_at', models.DateTimeField(db_default=NOW)),
                ('held_until', models.DateTimeField(null=True, verbose_name='left alone until')),
                ('strikes', models.SmallIntegerField(db_default=0, default=0)),
                ('last_reply', models.CharField(db_default='', default='', max_length=500, verbose_name='last reply')),
                ('changed_at', models.DateTimeField(db_default=NOW)),
            ],
            options={
                'verbose_name': 'pace of a provider',
                'verbose_name_plural': 'paces of providers',
            },
        ),
    ]
