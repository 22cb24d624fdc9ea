select
    theme_proposal.proposal_id,
    theme_proposal.proposed_on,
    theme_proposal.kind,
    array_to_string(theme_proposal.theme_ids, ' ') as theme_ids,
    array_to_string(theme_proposal.theme_names, ' / ') as theme_names,
    theme_proposal.count_voices,
    theme_proposal.share_overlap,
    theme_proposal.status,
    coalesce(voice.masked, '') as example
from mart.theme_proposal
left join core.voice on voice.voice_id = theme_proposal.voice_ids[1]
where $is_all or theme_proposal.status = 'open'
order by theme_proposal.status = 'open' desc, theme_proposal.proposal_id desc
