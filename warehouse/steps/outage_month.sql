-- A step of its own because rates and comparisons must agree on what may be compared.
--
-- A day without a file is no reason to call a month another: below one contact in twenty the error
-- is smaller than what months differ by anyway, and the marker tells of it all the same.
create or replace view core.outage_month as
with missing as (
    select
        period.period_on as month,
        period.count_contacts,
        marker.scope as source_name,
        marker.count_missing
        * (
            least(marker.until_on, last_day(period.period_on))
            - greatest(marker.marked_on, period.period_on)
            + 1
        )
        / (marker.until_on - marker.marked_on + 1) as count_missing
    from core.period
    inner join core.marker
        on marker.marker_kind = 'outage'
        and marker.marked_on <= last_day(period.period_on)
        and marker.until_on >= period.period_on
    where period.grain = 'month'
)

select month, source_name, sum(count_missing) as count_missing
from missing
group by month, source_name
having sum(count_missing) > 0 and sum(count_missing) >= 0.05 * any_value(count_contacts);

comment on view core.outage_month is 'one row per month and source that was silent or came twice for so long that the month cannot be compared as counted; count_missing is how many contacts too few or too many';
