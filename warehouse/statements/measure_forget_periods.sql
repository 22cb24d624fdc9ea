-- The calendar begins later once the date of the earliest contact was corrected.
delete from core.period
where not exists (
    select 1
    from counted_period as counted
    where counted.grain = period.grain and counted.period_on = period.period_on
)
