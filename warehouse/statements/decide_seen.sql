-- The name that the nights gave, not a person's: that one has a decision of its own.
select
    theme.theme_id,
    theme.born_on,
    if(theme_name.is_named_by_person, theme_name_found.theme_name, theme_name.theme_name),
    if(theme_name.is_named_by_person, theme_name_found.category_name, theme_name.category_name),
    theme_shape.radius,
    theme_shape.encoder_fingerprint
from incoming
inner join core.theme using (theme_id)
left join core.theme_name using (theme_id)
left join core.theme_name_found using (theme_id)
left join core.definition on definition.definition_kind = 'encoder'
left join core.theme_shape
    on theme_shape.theme_id = theme.theme_id
    and theme_shape.encoder_fingerprint = definition.fingerprint
order by theme.theme_id
