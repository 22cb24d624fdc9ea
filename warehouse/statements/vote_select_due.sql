create or replace temp table due_text as
with spotted as (
    select distinct voice.text_hash, voice_flag.flag
    from core.voice_flag
    inner join core.voice using (voice_id)
),

-- What the lexicon has found since the vote was taken.
unheard as (
    select distinct text_hash
    from spotted
    anti join core.text_flag using (text_hash, flag)
    where $is_enabled
),

flagged as (
    select text_hash, list(flag order by flag) as flags
    from spotted
    group by text_hash
)

select
    text.text_hash,
    text.text,
    coalesce(flagged.flags, []) as flags,
    row_number() over (order by text.text_hash) - 1 as due_position
from core.text
inner join core.text_vector using (text_hash)
left join core.text_vote using (text_hash)
left join flagged using (text_hash)
where
    text_vector.encoder_fingerprint = $encoder_fingerprint
    and (
        text_vote.vote_fingerprint is distinct from $vote_fingerprint
        or text.text_hash in (select text_hash from unheard)
    )
