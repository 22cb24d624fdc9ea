insert or replace into core.confirmation by name
select
    voice_id,
    theme_id,
    true as is_member,
    $confirmed_at as confirmed_at,
    $source as source
from incoming
