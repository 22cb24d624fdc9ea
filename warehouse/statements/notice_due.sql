select notice_id, target, event, about_on, title, body
from core.notice
where state = 'due'
order by made_at, event, target, notice_id
