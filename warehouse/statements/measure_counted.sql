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
        grain,
        period_on,
        count(*) filter (not is_copy) as count_contacts,
        count(distinct customer) filter (not is_copy) as count_customers,
        count(*) filter (is_copy) as count_copies,
        count(distinct wording) filter (not is_copy) as count_wordings
    from heard_contact
    group by grain, period_on
),

voiced as (
    select grain, period_on, count(*) as count_voices
    from heard_voice
    where not is_copy
    group by grain, period_on
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
    -- Where nothing changed, the numbers stand.
    if(changed_period.grain is null, coalesce(period.count_contacts, 0),
        coalesce(heard.count_contacts, 0)) as count_contacts,
    if(changed_period.grain is null, coalesce(period.count_customers, 0),
        coalesce(heard.count_customers, 0)) as count_customers,
    if(changed_period.grain is null, coalesce(period.count_voices, 0),
        coalesce(voiced.count_voices, 0)) as count_voices,
    case calendar.grain
        when 'day' then calendar.period_on
        when 'week' then calendar.period_on + 6
        else last_day(calendar.period_on)
    end <= calendar.last_day as is_complete,
    if(changed_period.grain is null, coalesce(period.count_copies, 0),
        coalesce(heard.count_copies, 0)) as count_copies,
    if(changed_period.grain is null, coalesce(period.count_wordings, 0),
        coalesce(heard.count_wordings, 0)) as count_wordings
from calendar
left join changed_period using (grain, period_on)
left join core.period using (grain, period_on)
left join heard using (grain, period_on)
left join voiced using (grain, period_on)
