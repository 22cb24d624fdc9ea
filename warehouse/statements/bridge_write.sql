with said as (
    select
        voice.contact_id,
        assignment.theme_id as theme_former,
        incoming.theme_id as theme_now
    from core.voice
    inner join core.contact using (contact_id)
    inner join core.assignment using (voice_id)
    inner join incoming on incoming.text_hash = voice.text_hash
    anti join core.contact_copy on contact_copy.contact_id = voice.contact_id
    where
        contact.received_on >= $since
        and contact.received_on < $until
        and assignment.encoder_fingerprint <> $encoder_fingerprint
),

former as (
    select coalesce(theme_former, '') as theme_id, count(distinct contact_id) as count_former
    from said
    where theme_former is not null
    group by grouping sets ((theme_former), ())
),

now as (
    select coalesce(theme_now, '') as theme_id, count(distinct contact_id) as count_now
    from said
    where theme_now is not null
    group by grouping sets ((theme_now), ())
),

both_ways as (
    select
        coalesce(former.theme_id, now.theme_id) as theme_id,
        coalesce(former.count_former, 0) as count_former,
        coalesce(now.count_now, 0) as count_now
    from former
    full join now on now.theme_id = former.theme_id
)

insert into core.encoder_link by name
select $marker_id as marker_id, *
from both_ways
