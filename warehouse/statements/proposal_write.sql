-- What is proposed again and was not decided keeps the day on which it was proposed first.
insert or replace into core.theme_proposal by name
with known as (
    select kind, theme_ids, min(proposed_on) as proposed_on
    from core.theme_proposal
    where status = 'expired' and kind <> 'born'
    group by kind, theme_ids
),

rejected as (
    select kind, theme_ids, voice_ids
    from core.theme_proposal
    where status = 'rejected'
)

select
    $rediscovery_id || '-' || lpad(incoming.place::text, 3, '0') as proposal_id,
    $rediscovery_id as rediscovery_id,
    coalesce(known.proposed_on, $proposed_on) as proposed_on,
    incoming.kind,
    incoming.theme_ids,
    incoming.count_voices,
    incoming.share_overlap,
    incoming.voice_ids,
    'open' as status,
    $run_id as run_id
from incoming
left join known using (kind, theme_ids)
-- What a person did not want is not proposed again; splits and births are known by their voices.
where
    not exists (
        select 1
        from rejected
        where
            rejected.kind = incoming.kind
            and rejected.theme_ids = incoming.theme_ids
            and (
                incoming.kind in ('merge', 'retire')
                or 4 * len(list_intersect(rejected.voice_ids, incoming.voice_ids))
                >= len(incoming.voice_ids)
            )
    )
