-- What people gave themes to be recognised by: statements, and a name of their own.
select
    theme.theme_id,
    if(theme_name.is_named_by_person, theme_name.theme_name, null) as theme_name,
    theme_shape.centroid,
    theme_shape.radius,
    list(confirmed.text_hash order by confirmed.text_hash)
        filter (where confirmed.text_hash is not null) as text_hashes
from core.theme
left join core.theme_name using (theme_id)
left join core.theme_shape
    on theme_shape.theme_id = theme.theme_id
    and theme_shape.encoder_fingerprint = $encoder_fingerprint
left join (
    select distinct confirmation.theme_id, voice.text_hash
    from core.confirmation
    inner join core.voice using (voice_id)
    -- Voices that were moved or held are no examples of what is typical.
    where confirmation.is_member and confirmation.source not in ('decision:move', 'decision:pin')
    qualify row_number() over (
        partition by voice.text_hash order by confirmation.confirmed_at desc, confirmation.theme_id
    ) = 1
) as confirmed
    on confirmed.theme_id = theme.theme_id
where
    theme.status <> 'retired'
    and (confirmed.text_hash is not null or coalesce(theme_name.is_named_by_person, false))
group by all
order by theme.theme_id
