with known as (
    select marker_id, marked_on, until_on, scope, description, count_missing
    from core.marker
    where marker_kind = 'outage'
)

select
    (select count(*) from (from wanted except from known))
    + (select count(*) from known anti join wanted using (marker_id))
