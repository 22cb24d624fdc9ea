select theme_shape.theme_id, theme_shape.centroid, theme_shape.radius
from core.theme_shape
inner join core.theme using (theme_id)
where theme_shape.encoder_fingerprint = $encoder_fingerprint and theme.status <> 'retired'
order by theme_shape.theme_id
