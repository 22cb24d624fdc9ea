with heard as (
    select
        theme_id,
        count(distinct contact_id) as count_contacts,
        count(*) as count_voices,
        max(received_on) as last_heard_on
    from matching_voice
    where theme_id is not null
    group by theme_id
)

select
    theme.theme_id,
    theme.theme_name,
    theme.category_name,
    heard.count_contacts,
    heard.count_voices,
    heard.last_heard_on,
    theme_centroid.centroid
from heard
inner join mart.theme using (theme_id)
inner join vectors.search.theme_centroid using (theme_id)
order by theme.theme_id
