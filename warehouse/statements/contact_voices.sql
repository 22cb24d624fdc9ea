select
    voice.voice_number,
    voice.voice_id,
    voice.text,
    voice.masked,
    voice.kind,
    voice.kind_probability,
    voice.spans,
    assignment.theme_id,
    theme_name.theme_name,
    assignment.strength,
    voice_set_aside.voice_id is not null as is_set_aside
from core.voice
left join core.assignment using (voice_id)
left join core.theme_name using (theme_id)
left join core.voice_set_aside using (voice_id)
where voice.contact_id = $contact_id
order by voice.voice_number
