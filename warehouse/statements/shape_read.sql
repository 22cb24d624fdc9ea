select theme_shape.theme_id, theme_shape.centroid, theme_shape.radius, theme_margin.margin
from core.theme_shape
inner join core.theme using (theme_id)
left join core.theme_margin using (theme_id, encoder_fingerprint)
where theme_shape.encoder_fingerprint = $encoder_fingerprint and theme.status <> 'retired'
order by theme_shape.theme_id
