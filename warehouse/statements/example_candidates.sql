with member as (
    select
        assignment.theme_id,
        assignment.strength,
        voice.voice_id,
        voice.contact_id,
        voice.text_hash,
        count(*) over (partition by assignment.theme_id) as count_voices
    from core.assignment
    inner join core.voice using (voice_id)
    where assignment.theme_id is not null
),

-- One voice per wording: copies of one template mail or call are no variety.
wording as (
    select member.*
    from member
    anti join core.contact_copy using (contact_id)
    left join core.theme_example_state using (theme_id)
    where theme_example_state.count_voices is distinct from member.count_voices
    qualify row_number() over (partition by theme_id, text_hash order by voice_id) = 1
),

candidate as (
    select *
    from wording
    qualify row_number() over (partition by theme_id order by strength desc, voice_id) <= $candidates
)

select candidate.theme_id, candidate.voice_id, candidate.strength, text_vector.vector
from candidate
inner join core.text_vector
    on text_vector.text_hash = candidate.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by candidate.theme_id, candidate.voice_id
