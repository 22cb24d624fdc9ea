-- Where voices of each living theme are looked for: at its own place, and at the places of themes
-- that were merged into it.
with place as (
    select
        theme.theme_id as place_of,
        if(theme.status = 'retired', theme.merged_into, theme.theme_id) as theme_id,
        coalesce(theme_prototype.centroid, theme_shape.centroid) as centroid,
        coalesce(theme_prototype.radius, theme_shape.radius) as radius,
        theme_margin.margin
    from core.theme
    left join core.theme_shape
        on theme_shape.theme_id = theme.theme_id
        and theme_shape.encoder_fingerprint = $encoder_fingerprint
    left join core.theme_prototype
        on theme_prototype.theme_id = theme.theme_id
        and theme_prototype.encoder_fingerprint = $encoder_fingerprint
    left join core.theme_margin
        on theme_margin.theme_id = theme.theme_id
        and theme_margin.encoder_fingerprint = $encoder_fingerprint
)

select
    place.theme_id,
    place.centroid,
    place.radius,
    place.margin,
    theme.approved_on is not null as is_approved
from place
inner join core.theme using (theme_id)
where theme.status <> 'retired' and place.centroid is not null
order by place.theme_id, place.place_of
