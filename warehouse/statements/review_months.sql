with calendar as (
    select
        unnest(
            generate_series(
                date_trunc('month', $data_from::date),
                date_trunc('month', $data_until::date),
                interval 1 month
            )
        )::date as month
),

contacts as (
    select
        date_trunc('month', received_on)::date as month,
        -- As in mart.theme_by_month, where copies are counted apart.
        count(*) filter (not is_copy) as count_contacts,
        count(*) filter (count_voices > 0 and not is_copy) as count_contacts_heard,
        count(*) filter (is_copy) as count_copies
    from mart.contact
    group by all
),

voices as (
    select
        date_trunc('month', received_on)::date as month,
        count(*) as count_voices,
        count(distinct theme_id) as count_themes
    from mart.voice
    where not is_copy
    group by all
)

-- Months in which nobody called are rows of 0, as in mart.theme_by_month.
select
    calendar.month,
    coalesce(contacts.count_contacts, 0) as count_contacts,
    coalesce(contacts.count_contacts_heard, 0) as count_contacts_heard,
    coalesce(voices.count_voices, 0) as count_voices,
    -- Voices of kinds that themes are not made of were not compared with any.
    coalesce(unexplained.count_compared, 0) as count_voices_compared,
    coalesce(unexplained.count_compared - unexplained.count_unexplained, 0)
        as count_voices_explained,
    coalesce(voices.count_themes, 0) as count_themes,
    last_day(calendar.month) <= $data_until::date as is_complete,
    coalesce(contacts.count_copies, 0) as count_copies,
    coalesce(unexplained.count_no_content, 0) as count_no_content,
    -- Of the first month there may be a part only.
    calendar.month >= $data_from::date and last_day(calendar.month) <= $data_until::date
        as is_whole
from calendar
left join contacts using (month)
left join voices using (month)
left join mart.unexplained_by_month as unexplained using (month)
order by calendar.month
