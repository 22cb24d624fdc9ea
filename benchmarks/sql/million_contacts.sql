insert into core.contact by name
select
    $letter || met.number as contact_id,
    'mail_' || (met.number % 3) as source_name,
    $letter || met.number as source_contact_id,
    1 as version,
    ($first::date + met.day::integer + interval (9 * 3600 + hash(met.number) % 30000) second)::timestamptz
        as received_at,
    $first::date + met.day::integer as received_on,
    met.channel,
    '商品' || lpad((met.product + 1)::text, 2, '0') as product,
    met.segment,
    '地域' || lpad(met.region::text, 2, '0') as region,
    'k' || met.customer as customer_key,
    '{}' as attributes,
    '{}' as published_attributes,
    1 as count_turns,
    'm' as mask_fingerprint,
    'r' as run_id
from met
order by met.number;

insert into core.contact_copy
select $letter || number, $letter || (number - 1), 'near', 0.9, 'r'
from met
where is_copy and number > 0;

-- A copy of a copy is a copy of the original.
delete from core.contact_copy
where original_contact_id in (select contact_id from core.contact_copy);

insert into core.voice by name
select
    $letter || said.number as voice_id,
    $letter || said.contact as contact_id,
    said.place::integer as voice_number,
    '商品の' || said.theme || '番のことで困っています。早く直してください。' || said.number as text,
    '商品の' || said.theme || '番のことで困っています。早く直してください。' || said.number as masked,
    md5($letter || said.number) as text_hash,
    'complaint' as kind,
    '[]' as spans,
    'r' as run_id
from said
order by said.number;

insert into core.assignment
select
    $letter || said.number,
    if(said.theme < 0, null, 'T' || lpad((said.theme + 1)::text, 4, '0')),
    if(said.theme < 0, null, 0.4 + 0.5 * (hash(said.number) % 1000) / 1000),
    if(said.theme < 0, 'none', 'assign'),
    'e',
    300,
    'r'
from said
order by said.number;

-- One voice in a hundred is flagged, one in some thousand gravely; a flag has seasons of its own.
insert into core.voice_flag
select
    voice.voice_id,
    1 as flag_number,
    flag,
    flag || '_' || (hash(voice.voice_id, 3) % 6) as category,
    flag || ' ' || (hash(voice.voice_id, 3) % 6) as category_name,
    case when hash(voice.voice_id, 4) % 40 = 0 then 3 else 1 + hash(voice.voice_id, 5) % 2 end as severity,
    1 as turn_number,
    0 as start_offset,
    4 as end_offset,
    'けがをしました' as masked
from (
    select
        voice_id,
        ['safety', 'legal', 'harassment'][(1 + hash(voice_id, 2) % 3)::integer] as flag
    from core.voice
    where
        voice_id in (select $letter || number from said)
        and hash(voice_id, 1) % 100 < if(hash(contact_id[1:4]) % 50 = 0, 6, 1)
) as voice
