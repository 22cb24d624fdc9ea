create or replace temp table counted_theme_period as
select
    grain,
    period_on,
    theme_id,
    count(distinct contact_id) filter (not is_copy) as count_contacts,
    count(distinct customer) filter (not is_copy) as count_customers,
    count(*) filter (not is_copy) as count_voices,
    count(distinct contact_id) filter (is_copy) as count_copies,
    count(distinct wording) filter (not is_copy) as count_wordings
from heard_voice
where theme_id is not null
group by all
