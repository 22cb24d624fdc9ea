with flagged as (
    select
        voice_id,
        list(
            {
                'flag': flag,
                'category': category,
                'name': category_name,
                'severity': severity,
                'turn': turn_number,
                'start': start_offset,
                'end': end_offset,
                'masked': masked
            }
            order by flag_number
        ) as evidence
    from core.voice_flag
    group by voice_id
),

voted as (
    select
        text_hash,
        list(
            {'flag': flag, 'probability': probability, 'verdict': verdict}
            order by flag
        ) as votes
    from core.text_flag
    group by text_hash
)

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
    voice_set_aside.voice_id is not null as is_set_aside,
    coalesce(flagged.evidence, []) as evidence,
    coalesce(voted.votes, []) as votes
from core.voice
left join core.assignment using (voice_id)
left join core.theme_name using (theme_id)
left join core.voice_set_aside using (voice_id)
left join flagged using (voice_id)
left join voted using (text_hash)
where voice.contact_id = $contact_id
order by voice.voice_number
