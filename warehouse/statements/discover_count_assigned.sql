select count(*)
from core.assignment
inner join core.theme using (theme_id)
where theme.discovery_id = $discovery_id and assignment.assigned_by = 'discovery'
