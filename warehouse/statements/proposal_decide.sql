-- A rejected proposal that the database lacks comes back from the log, so that it is not made again.
insert into core.theme_proposal by name
select
    incoming.proposal_id,
    'decision' as rediscovery_id,
    incoming.proposed_on,
    incoming.kind,
    incoming.theme_ids,
    len(incoming.voice_ids) as count_voices,
    0.0 as share_overlap,
    incoming.voice_ids,
    incoming.status,
    'decision' as run_id
from incoming
anti join core.theme_proposal using (proposal_id);

update core.theme_proposal
set status = incoming.status
from incoming
where incoming.proposal_id = theme_proposal.proposal_id and theme_proposal.status <> incoming.status;

-- An undone answer leaves the question open.
update core.theme_proposal
set status = 'open'
where
    status in ('accepted', 'rejected')
    and proposal_id not in (select proposal_id from incoming)
