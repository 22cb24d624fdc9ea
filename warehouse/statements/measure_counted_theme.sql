create or replace temp table counted_theme_period as
select
    grain,
    period_on,
    theme_id,
    count(distinct contact_id) as count_contacts,
    count(distinct customer) as count_customers,
    count(*) as count_voices
from heard_voice
where theme_id is not null
group by all
