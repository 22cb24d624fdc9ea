-- Living themes that take part in a clustering, the silent ones too.
with decided as (
    select theme_id from core.theme where approved_on is not null
    union
    select theme_id from core.theme_name where is_named_by_person
    union
    select theme_id from core.pin
    union
    select theme_id from core.confirmation where is_member
)

select theme_shape.theme_id, theme_shape.centroid, theme_shape.radius
from core.theme_shape
inner join core.theme using (theme_id)
where
    theme_shape.encoder_fingerprint = $encoder_fingerprint
    and theme.status <> 'retired'
    and ($with_decided or theme_shape.theme_id not in (select theme_id from decided))
order by theme_shape.theme_id
