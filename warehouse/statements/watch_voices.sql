-- One voice per text, the strongest of each alert.
with different as (
    select alert_id, voice_id, strength, text_hash, customer
    from alert_voice
    qualify row_number() over (partition by alert_id, text_hash order by voice_id) = 1
)

select different.alert_id, different.voice_id, different.strength, different.customer, text_vector.vector
from different
inner join core.text_vector
    on text_vector.text_hash = different.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
qualify
    row_number() over (
        partition by different.alert_id order by different.strength desc, different.voice_id
    ) <= 60
order by different.alert_id, different.strength desc, different.voice_id
