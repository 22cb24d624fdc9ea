-- What is proposed again and was not decided keeps the day on which it was proposed first.
insert or replace into core.theme_proposal by name
with known as (
    select kind, theme_ids, min(proposed_on) as proposed_on
    from core.theme_proposal
    where status = 'expired' and kind <> 'born'
    group by kind, theme_ids
),

rejected as (
    select kind, theme_ids
    from core.theme_proposal
    where status = 'rejected' and kind <> 'born'
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
anti join rejected using (kind, theme_ids)
