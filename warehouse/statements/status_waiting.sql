with newest_day as (
    select max(as_of) as as_of from core.run where status = 'done'
)

select
    (select count(*) from raw.file where status = 'quarantined') as files_quarantined,
    (
        select count(distinct contact_id)
        from raw.contact, newest_day
        where raw.contact.received_on > newest_day.as_of
    ) as contacts_waiting
