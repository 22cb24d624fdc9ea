select proposal_id, kind, theme_ids, voice_ids, status
from core.theme_proposal
order by proposal_id
