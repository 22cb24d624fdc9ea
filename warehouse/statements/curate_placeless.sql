-- Themes made by decisions that have no place yet. One that has voices gets it from them when an
-- encoder comes into force.
select theme.theme_id
from core.theme
anti join (
    select theme_id from core.theme_shape where encoder_fingerprint = $encoder_fingerprint
) as placed using (theme_id)
anti join core.assignment using (theme_id)
where
    theme.discovery_id = 'decision'
    and (theme.status <> 'retired' or theme.merged_into is not null)
order by theme.theme_id
