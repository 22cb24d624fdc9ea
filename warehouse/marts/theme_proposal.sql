create or replace view mart.theme_proposal as
with named as (
    select proposal_id, list(theme_name order by place) as theme_names
    from (
        select proposal_id, unnest(theme_ids) as theme_id, generate_subscripts(theme_ids, 1) as place
        from core.theme_proposal
    )
    left join core.theme_name using (theme_id)
    group by proposal_id
)

select
    theme_proposal.proposal_id,
    theme_proposal.proposed_on,
    theme_proposal.kind,
    theme_proposal.theme_ids,
    coalesce(named.theme_names, []) as theme_names,
    theme_proposal.count_voices,
    theme_proposal.share_overlap,
    theme_proposal.voice_ids,
    theme_proposal.status
from core.theme_proposal
left join named using (proposal_id);

comment on view mart.theme_proposal is 'one row per change of themes that a rediscovery proposes to a person';
comment on column mart.theme_proposal.proposal_id is 'identifier';
comment on column mart.theme_proposal.proposed_on is 'day on which it was proposed first';
comment on column mart.theme_proposal.kind is 'split (a part of the theme is something else), merge (the second theme says the same as the first), retire (silent or scattered) or born (voices that no theme explains say the same)';
comment on column mart.theme_proposal.theme_ids is 'themes it is about (mart.theme); for a merge the one that stays comes first';
comment on column mart.theme_proposal.theme_names is 'their names';
comment on column mart.theme_proposal.count_voices is 'voices of the part it concerns';
comment on column mart.theme_proposal.share_overlap is 'how much of the smaller side is shared, 0 to 1';
comment on column mart.theme_proposal.voice_ids is 'up to 20 typical voices of that part (mart.voice)';
comment on column mart.theme_proposal.status is 'open, accepted, rejected or expired (not seen by the next rediscovery)';
