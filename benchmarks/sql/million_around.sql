insert into core.theme_shape
select theme_id, $encoder, any_value(text_vector.vector), 0.5
from core.assignment
inner join core.voice using (voice_id)
inner join core.text_vector using (text_hash)
where assignment.theme_id is not null
group by theme_id;

insert into core.text
select text_hash, masked
from core.voice;

insert into core.signature
select contact_id, 1, 'm', 'c', md5(contact_id), contact_id
from core.contact;

insert into core.run (run_id, flow_name, as_of, status, started_at, finished_at, settings)
select 'nightly-before', 'nightly', $last::date - 1, 'done', now(), now(), '{}';

insert or replace into core.definition
values ('encoder', $encoder, 'nightly-before');

insert into core.marker (marker_id, marked_on, marker_kind, scope, description, run_id)
select 'tokeniser:' || number, $last::date - 200 * number::integer, 'tokeniser', 'all', '辞書を変えました', 'r'
from range(1, 5) as t(number);

insert into core.lineage
select
    'd' || number, 1, $last::date - number::integer, 'continued', 'T' || lpad(number::text, 4, '0'), null,
    100, 90, 0.9, true, 'nightly-before'
from range(1, 41) as t(number);

insert into core.theme_proposal
select
    'P' || number, 'd', $last::date - number::integer, 'merge', ['T0001', 'T0002'], 50, 0.6, ['v1', 'v2'],
    'open', 'nightly-before'
from range(1, 11) as t(number);

insert into core.decision
select
    'D' || number, now(), '佐藤', 'approve', ['T' || lpad(number::text, 4, '0')], ['用件'], 100, false,
    'in_force', null, 'nightly-before', null
from range(1, 31) as t(number);

insert or replace into core.repeat_rule values (true, 7)
