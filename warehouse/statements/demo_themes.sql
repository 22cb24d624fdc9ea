-- The largest theme of each planted issue (incoming) of which half or more is that issue.
with told as (
    select distinct theme_id, source_contact_id
    from mart.voice
    where theme_id is not null and not is_copy
),

whole as (
    select theme_id, count(*) as count_contacts
    from told
    group by theme_id
),

planted as (
    select incoming.issue_id, told.theme_id, count(*) as count_contacts
    from incoming
    inner join told using (source_contact_id)
    group by all
)

select planted.issue_id, planted.theme_id, theme.theme_name
from planted
inner join whole using (theme_id)
inner join mart.theme as theme using (theme_id)
where theme.status != 'retired' and 2 * planted.count_contacts >= whole.count_contacts
qualify row_number() over (
    partition by planted.issue_id
    order by planted.count_contacts desc, planted.theme_id
) = 1
order by planted.issue_id
