insert or replace into core.confirmation by name
select incoming.voice_id, incoming.theme_id, incoming.is_member, incoming.confirmed_at, incoming.source
from incoming
left join core.confirmation as known using (voice_id, theme_id)
where
    known.voice_id is null
    or known.is_member <> incoming.is_member
    or (starts_with(known.source, 'decision:') and known.source <> incoming.source)
