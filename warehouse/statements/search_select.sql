create or replace temp table matching_voice as
select
    voice.voice_id,
    voice.contact_id,
    voice.theme_id,
    voice.received_at,
    voice.received_on,
    voice_text.text_number
from mart.voice
inner join vectors.search.voice_text using (voice_id)
where
    ($since::date is null or voice.received_on >= $since::date)
    and ($until::date is null or voice.received_on <= $until::date)
    and ($products::text[] is null or list_contains($products::text[], voice.product))
    and ($channels::text[] is null or list_contains($channels::text[], voice.channel))
    and ($theme_ids::text[] is null or list_contains($theme_ids::text[], voice.theme_id))
