-- A statement belongs to one theme: the newest yes counts, for all voices that say the same.
select text.text, confirmation.theme_id
from core.confirmation
inner join core.voice using (voice_id)
inner join core.text using (text_hash)
inner join core.theme using (theme_id)
where confirmation.is_member and theme.status <> 'retired'
qualify row_number() over (
    partition by voice.text_hash order by confirmation.confirmed_at desc, confirmation.theme_id
) = 1
order by voice.text_hash
