with known as (
    select 'product' as option_name, product as known_value, product as word
    from mart.voice
    union
    select 'channel' as option_name, channel as known_value, channel as word
    from mart.voice
    union
    select 'theme' as option_name, theme_id as known_value, coalesce(theme_name, theme_id) as word
    from mart.theme
)

select known_value, word
from known
where option_name = $option_name and known_value is not null
order by known_value
