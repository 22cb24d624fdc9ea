with said as (
    select contact_id, flatten(list(items order by turn_number)) as items
    from core.items_of('forgotten')
    group by contact_id
)

select voice.voice_id, voice.spans, said.items
from core.voice
inner join said using (contact_id)
order by voice.voice_id
