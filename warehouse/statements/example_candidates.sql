-- One voice per text of a theme: copies of one template mail or call are no variety.
with member as (
    select
        assignment.theme_id,
        assignment.strength,
        voice.voice_id,
        voice.contact_id,
        voice.text_hash,
        coalesce(contact.customer_key, voice.contact_id) as customer
    from core.assignment
    inner join core.voice using (voice_id)
    left join core.contact using (contact_id)
    anti join core.contact_copy using (contact_id)
    where assignment.theme_id = $theme_id
),

different as (
    select *
    from member
    qualify row_number() over (partition by text_hash order by voice_id) = 1
)

select different.voice_id, different.strength, different.customer, text_vector.vector
from different
inner join core.text_vector
    on text_vector.text_hash = different.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by different.strength desc, different.voice_id
limit $candidates
