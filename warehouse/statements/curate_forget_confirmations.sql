-- Lists that were given to voc adapt stay.
delete from core.confirmation
where
    starts_with(source, 'decision:')
    and (voice_id, theme_id) not in (select (voice_id, theme_id) from incoming)
