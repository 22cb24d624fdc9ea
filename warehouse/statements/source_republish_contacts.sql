update core.contact
set published_attributes = (
    select coalesce(json_group_object(item.key, item.value), '{}')
    from json_each(contact.attributes) as item
    where list_contains($attribute_names, item.key)
)
where source_name = $source_name
