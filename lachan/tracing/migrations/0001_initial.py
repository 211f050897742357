

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import lachan.tracing.terms
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0003_pair_open'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Investigation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('path', models.CharField(db_collation='C', db_index=True, max_length=120)),
                ('days', models.PositiveSmallIntegerField()),
                ('days_by', models.CharField(max_length=300)),
                ('last_on', models.DateField()),
                ('team', models.CharField(blank=True, max_length=200)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='investigations', to='people.person')),
            ],
            options={
                'ordering': ['-opened_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Interview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('interviewer_name', models.CharField(max_length=200)),
                ('way', models.CharField(choices=[(lachan.tracing.terms.Way['TELEPHONE'], lachan.tracing.terms.Way['TELEPHONE']), (lachan.tracing.terms.Way['FACE'], lachan.tracing.terms.Way['FACE']), (lachan.tracing.terms.Way['FORM'], lachan.tracing.terms.Way['FORM'])], max_length=9)),
                ('answered_by', models.CharField(blank=True, max_length=200)),
                ('started_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('interviewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to=settings.AUTH_USER_MODEL)),
                ('investigation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='tracing.investigation')),
            ],
            options={
                'ordering': ['started_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='HandOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('path', models.CharField(db_collation='C', db_index=True, max_length=120)),
                ('sent_at', models.DateTimeField()),
                ('sent_by_name', models.CharField(max_length=200)),
                ('received_at', models.DateTimeField(blank=True, null=True)),
                ('received_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('investigation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_offs', to='tracing.investigation')),
            ],
            options={
                'ordering': ['-sent_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='FormLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('path', models.CharField(db_collation='C', db_index=True, max_length=120)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('most_attempts', models.PositiveSmallIntegerField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_because', models.CharField(blank=True, max_length=300)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('investigation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='form_links', to='tracing.investigation')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('kind', models.CharField(choices=[(lachan.tracing.terms.LineKind['STAY'], lachan.tracing.terms.LineKind['STAY']), (lachan.tracing.terms.LineKind['TRIP'], lachan.tracing.terms.LineKind['TRIP']), (lachan.tracing.terms.LineKind['HOUSEHOLD'], lachan.tracing.terms.LineKind['HOUSEHOLD']), (lachan.tracing.terms.LineKind['MET'], lachan.tracing.terms.LineKind['MET']), (lachan.tracing.terms.LineKind['EVENT'], lachan.tracing.terms.LineKind['EVENT'])], max_length=9)),
                ('source', models.CharField(choices=[(lachan.tracing.terms.Source['INTERVIEW'], lachan.tracing.terms.Source['INTERVIEW']), (lachan.tracing.terms.Source['PHOTO'], lachan.tracing.terms.Source['PHOTO']), (lachan.tracing.terms.Source['FORM'], lachan.tracing.terms.Source['FORM']), (lachan.tracing.terms.Source['DECLARATION'], lachan.tracing.terms.Source['DECLARATION']), (lachan.tracing.terms.Source['CHECK_IN'], lachan.tracing.terms.Source['CHECK_IN']), (lachan.tracing.terms.Source['TRIP'], lachan.tracing.terms.Source['TRIP']), (lachan.tracing.terms.Source['HOUSEHOLD'], lachan.tracing.terms.Source['HOUSEHOLD']), (lachan.tracing.terms.Source['POST'], lachan.tracing.terms.Source['POST']), (lachan.tracing.terms.Source['LIST'], lachan.tracing.terms.Source['LIST'])], max_length=11)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('precision', models.CharField(choices=[(lachan.tracing.terms.Precision['MINUTE'], lachan.tracing.terms.Precision['MINUTE']), (lachan.tracing.terms.Precision['PART'], lachan.tracing.terms.Precision['PART']), (lachan.tracing.terms.Precision['DAY'], lachan.tracing.terms.Precision['DAY'])], max_length=6)),
                ('setting', models.CharField(blank=True, choices=[(lachan.tracing.terms.Setting['HOUSEHOLD'], lachan.tracing.terms.Setting['HOUSEHOLD']), (lachan.tracing.terms.Setting['WORKPLACE'], lachan.tracing.terms.Setting['WORKPLACE']), (lachan.tracing.terms.Setting['MARKET'], lachan.tracing.terms.Setting['MARKET']), (lachan.tracing.terms.Setting['SCHOOL'], lachan.tracing.terms.Setting['SCHOOL']), (lachan.tracing.terms.Setting['VEHICLE'], lachan.tracing.terms.Setting['VEHICLE']), (lachan.tracing.terms.Setting['HEALTH'], lachan.tracing.terms.Setting['HEALTH']), (lachan.tracing.terms.Setting['WORSHIP'], lachan.tracing.terms.Setting['WORSHIP']), (lachan.tracing.terms.Setting['EVENT'], lachan.tracing.terms.Setting['EVENT']), (lachan.tracing.terms.Setting['QUARANTINE'], lachan.tracing.terms.Setting['QUARANTINE']), (lachan.tracing.terms.Setting['OTHER'], lachan.tracing.terms.Setting['OTHER'])], max_length=10)),
                ('row', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('reported', models.JSONField(default=dict)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('struck_because', models.CharField(blank=True, max_length=300)),
                ('interview', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='tracing.interview')),
                ('investigation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='tracing.investigation')),
                ('met', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='investigation_lines', to='people.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='tracing.line')),
                ('struck_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['started_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='HandedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_collation='C', max_length=120)),
                ('hand_off', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed', to='tracing.handoff')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed', to='tracing.line')),
            ],
            options={
                'ordering': ['hand_off', 'line'],
            },
        ),
        migrations.CreateModel(
            name='NamedContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('struck_because', models.CharField(blank=True, max_length=300)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('setting', models.CharField(choices=[(lachan.tracing.terms.Setting['HOUSEHOLD'], lachan.tracing.terms.Setting['HOUSEHOLD']), (lachan.tracing.terms.Setting['WORKPLACE'], lachan.tracing.terms.Setting['WORKPLACE']), (lachan.tracing.terms.Setting['MARKET'], lachan.tracing.terms.Setting['MARKET']), (lachan.tracing.terms.Setting['SCHOOL'], lachan.tracing.terms.Setting['SCHOOL']), (lachan.tracing.terms.Setting['VEHICLE'], lachan.tracing.terms.Setting['VEHICLE']), (lachan.tracing.terms.Setting['HEALTH'], lachan.tracing.terms.Setting['HEALTH']), (lachan.tracing.terms.Setting['WORSHIP'], lachan.tracing.terms.Setting['WORSHIP']), (lachan.tracing.terms.Setting['EVENT'], lachan.tracing.terms.Setting['EVENT']), (lachan.tracing.terms.Setting['QUARANTINE'], lachan.tracing.terms.Setting['QUARANTINE']), (lachan.tracing.terms.Setting['OTHER'], lachan.tracing.terms.Setting['OTHER'])], max_length=10)),
                ('source', models.CharField(choices=[(lachan.tracing.terms.Source['INTERVIEW'], lachan.tracing.terms.Source['INTERVIEW']), (lachan.tracing.terms.Source['PHOTO'], lachan.tracing.terms.Source['PHOTO']), (lachan.tracing.terms.Source['FORM'], lachan.tracing.terms.Source['FORM']), (lachan.tracing.terms.Source['DECLARATION'], lachan.tracing.terms.Source['DECLARATION']), (lachan.tracing.terms.Source['CHECK_IN'], lachan.tracing.terms.Source['CHECK_IN']), (lachan.tracing.terms.Source['TRIP'], lachan.tracing.terms.Source['TRIP']), (lachan.tracing.terms.Source['HOUSEHOLD'], lachan.tracing.terms.Source['HOUSEHOLD']), (lachan.tracing.terms.Source['POST'], lachan.tracing.terms.Source['POST']), (lachan.tracing.terms.Source['LIST'], lachan.tracing.terms.Source['LIST'])], max_length=11)),
                ('reference', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('line', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contact', to='tracing.line')),
                ('person_a', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named_contacts', to='people.person')),
                ('person_b', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named_by_contacts', to='people.person')),
                ('struck_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['started_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=20)),
                ('size', models.PositiveIntegerField()),
                ('taken_at', models.DateTimeField()),
                ('keyed_at', models.DateTimeField(blank=True, null=True)),
                ('investigation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='tracing.investigation')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['taken_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='line',
            name='photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='tracing.photo'),
        ),
        migrations.CreateModel(
            name='TracingLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=[(lachan.tracing.terms.LimitName['LOOK_BACK_DAYS'], lachan.tracing.terms.LimitName['LOOK_BACK_DAYS']), (lachan.tracing.terms.LimitName['USUAL_STAY_MINUTES'], lachan.tracing.terms.LimitName['USUAL_STAY_MINUTES']), (lachan.tracing.terms.LimitName['FORM_HOURS'], lachan.tracing.terms.LimitName['FORM_HOURS']), (lachan.tracing.terms.LimitName['FORM_ATTEMPTS'], lachan.tracing.terms.LimitName['FORM_ATTEMPTS'])], max_length=20)),
                ('value', models.PositiveIntegerField()),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(max_length=300)),
            ],
            options={
                'ordering': ['name', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('name', 'valid_from'), name='a tracing limit begins once a day')],
            },
        ),
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('path', models.CharField(db_collation='C', db_index=True, max_length=120)),
                ('name', models.CharField(max_length=200)),
                ('folded_name', models.CharField(editable=False, max_length=200)),
                ('setting', models.CharField(choices=[(lachan.tracing.terms.Setting['HOUSEHOLD'], lachan.tracing.terms.Setting['HOUSEHOLD']), (lachan.tracing.terms.Setting['WORKPLACE'], lachan.tracing.terms.Setting['WORKPLACE']), (lachan.tracing.terms.Setting['MARKET'], lachan.tracing.terms.Setting['MARKET']), (lachan.tracing.terms.Setting['SCHOOL'], lachan.tracing.terms.Setting['SCHOOL']), (lachan.tracing.terms.Setting['VEHICLE'], lachan.tracing.terms.Setting['VEHICLE']), (lachan.tracing.terms.Setting['HEALTH'], lachan.tracing.terms.Setting['HEALTH']), (lachan.tracing.terms.Setting['WORSHIP'], lachan.tracing.terms.Setting['WORSHIP']), (lachan.tracing.terms.Setting['EVENT'], lachan.tracing.terms.Setting['EVENT']), (lachan.tracing.terms.Setting['QUARANTINE'], lachan.tracing.terms.Setting['QUARANTINE']), (lachan.tracing.terms.Setting['OTHER'], lachan.tracing.terms.Setting['OTHER'])], max_length=10)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('reference', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['path', 'folded_name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('struck_because', models.CharField(blank=True, max_length=300)),
                ('entered_at', models.DateTimeField()),
                ('left_at', models.DateTimeField()),
                ('row', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('source', models.CharField(choices=[(lachan.tracing.terms.Source['INTERVIEW'], lachan.tracing.terms.Source['INTERVIEW']), (lachan.tracing.terms.Source['PHOTO'], lachan.tracing.terms.Source['PHOTO']), (lachan.tracing.terms.Source['FORM'], lachan.tracing.terms.Source['FORM']), (lachan.tracing.terms.Source['DECLARATION'], lachan.tracing.terms.Source['DECLARATION']), (lachan.tracing.terms.Source['CHECK_IN'], lachan.tracing.terms.Source['CHECK_IN']), (lachan.tracing.terms.Source['TRIP'], lachan.tracing.terms.Source['TRIP']), (lachan.tracing.terms.Source['HOUSEHOLD'], lachan.tracing.terms.Source['HOUSEHOLD']), (lachan.tracing.terms.Source['POST'], lachan.tracing.terms.Source['POST']), (lachan.tracing.terms.Source['LIST'], lachan.tracing.terms.Source['LIST'])], max_length=11)),
                ('reference', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('line', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stay', to='tracing.line')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='people.person')),
                ('struck_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('venue', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='tracing.venue')),
            ],
            options={
                'ordering': ['entered_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='line',
            name='venue',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='tracing.venue'),
        ),
        migrations.AddConstraint(
            model_name='investigation',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='an investigation closes after it opened'),
        ),
        migrations.AddConstraint(
            model_name='handedline',
            constraint=models.UniqueConstraint(fields=('line', 'path'), name='a commune gets a line once'),
        ),
        migrations.AddIndex(
            model_name='namedcontact',
            index=models.Index(fields=['recorded_at'], name='contact_by_record'),
        ),
        migrations.AddIndex(
            model_name='namedcontact',
            index=models.Index(condition=models.Q(('struck_at__isnull', False)), fields=['struck_at'], name='contact_struck'),
        ),
        migrations.AddConstraint(
            model_name='namedcontact',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('started_at'))), name='a meeting ends after it began'),
        ),
        migrations.AddConstraint(
            model_name='namedcontact',
            constraint=models.CheckConstraint(condition=models.Q(('person_a', models.F('person_b')), _negated=True), name='nobody meets themselves'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.UniqueConstraint(fields=('investigation', 'digest'), name='a picture is kept once an investigation'),
        ),
        migrations.AddIndex(
            model_name='venue',
            index=django.contrib.postgres.indexes.GinIndex(models.Func(models.F('folded_name'), models.Value(' '), function='string_to_array', output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)), name='venue_by_name_word'),
        ),
        migrations.AddIndex(
            model_name='venue',
            index=models.Index(fields=['path', 'folded_name'], name='venue_by_unit_and_name'),
        ),
        migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='a point has both coordinates'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(fields=['venue', 'entered_at'], name='stay_by_venue'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(fields=['person', 'entered_at'], name='stay_by_person'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(fields=['recorded_at'], name='stay_by_record'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(condition=models.Q(('struck_at__isnull', False)), fields=['struck_at'], name='stay_struck'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(('left_at__gte', models.F('entered_at'))), name='a stay ends after it began'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(('row__isnull', True), ('row__lte', 254), _connector='OR'), name='a seat row is 0 to 254'),
        ),
        migrations.AddIndex(
            model_name='line',
            index=models.Index(fields=['investigation', 'started_at'], name='line_by_investigation'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('started_at'))), name='a line ends after it began'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', lachan.tracing.terms.LineKind['MET']), _negated=True), ('met__isnull', False), _connector='OR'), name='a line of a meeting names who was met'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', [lachan.tracing.terms.LineKind['STAY'], lachan.tracing.terms.LineKind['TRIP'], lachan.tracing.terms.LineKind['HOUSEHOLD']]), _negated=True), ('venue__isnull', False), _connector='OR'), name='a line of a stay names the place'),
        ),
    ]
