create or replace temp table changed_period as
with changed_day as (
    select coalesce(day_now.received_on, measured_day.received_on) as received_on
    from day_now
    full join core.measured_day using (received_on)
    where
        day_now.fingerprint_contacts is distinct from measured_day.fingerprint_contacts
        or day_now.fingerprint_voices is distinct from measured_day.fingerprint_voices
)

select distinct grain.grain, date_trunc(grain.grain, changed_day.received_on)::date as period_on
from changed_day
cross join (select unnest(['day', 'week', 'month']) as grain) as grain
