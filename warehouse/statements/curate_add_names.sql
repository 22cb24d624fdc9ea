insert into core.theme_name by name
select
    theme_id,
    theme_name,
    []::text[] as terms,
    category_name,
    'decision' as run_id,
    is_by_person as is_named_by_person
from incoming
anti join core.theme_name using (theme_id)
where incoming.theme_name is not null
