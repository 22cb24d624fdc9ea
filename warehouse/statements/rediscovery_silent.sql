select theme.theme_id
from core.theme
left join core.assignment using (theme_id)
left join core.voice using (voice_id)
left join core.contact using (contact_id)
where theme.status <> 'retired' and theme.born_on < $since
group by theme.theme_id
having coalesce(max(contact.received_on), date '1900-01-01') < $since
order by theme.theme_id
