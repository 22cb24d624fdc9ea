create or replace temp table counted_period as
with data_until as (
    select greatest($as_of, coalesce(max(as_of), $as_of)) as last_day
    from core.run
    where status = 'done'
),

grain as (
    select unnest(['day', 'week', 'month']) as grain
),

heard as (
    select
        grain.grain,
        date_trunc(grain.grain, contact.received_on)::date as period_on,
        count(distinct contact.contact_id) filter (not contact.is_copy) as count_contacts,
        count(distinct contact.customer) filter (not contact.is_copy) as count_customers,
        count(voice.voice_id) filter (not contact.is_copy) as count_voices,
        count(distinct contact.contact_id) filter (contact.is_copy) as count_copies,
        count(distinct contact.wording) filter (not contact.is_copy) as count_wordings
    from counted_contact as contact
    left join core.voice using (contact_id)
    cross join grain
    group by all
),

-- A night that failed after masking leaves contacts of a day that no finished night covers.
bounds as (
    select
        min(contact.received_on) as first_received_on,
        greatest(any_value(data_until.last_day), max(contact.received_on)) as last_period_day
    from data_until
    inner join core.contact on true
),

-- Days on which nobody called are rows of 0: a silent day is a fact, not a gap.
calendar as (
    select
        grain.grain,
        unnest(
            generate_series(
                date_trunc(grain.grain, bounds.first_received_on),
                date_trunc(grain.grain, bounds.last_period_day),
                case grain.grain
                    when 'day' then interval 1 day
                    when 'week' then interval 7 days
                    else interval 1 month
                end
            )
        )::date as period_on,
        data_until.last_day
    from grain
    cross join data_until
    cross join bounds
)

select
    calendar.grain,
    calendar.period_on,
    coalesce(heard.count_contacts, 0) as count_contacts,
    coalesce(heard.count_customers, 0) as count_customers,
    coalesce(heard.count_voices, 0) as count_voices,
    case calendar.grain
        when 'day' then calendar.period_on
        when 'week' then calendar.period_on + 6
        else last_day(calendar.period_on)
    end <= calendar.last_day as is_complete,
    coalesce(heard.count_copies, 0) as count_copies,
    coalesce(heard.count_wordings, 0) as count_wordings
from calendar
left join heard using (grain, period_on)
