select
    count(distinct contact.contact_id) filter (contact.received_on >= $first),
    count(distinct contact.contact_id) filter (contact.received_on < $first)
from core.contact
left join core.voice using (contact_id)
left join core.assignment using (voice_id)
where
    contact.source_name = $source_name
    and contact.received_on between $before and $last
group by assignment.theme_id
order by assignment.theme_id nulls first
