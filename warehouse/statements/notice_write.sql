insert into core.notice (notice_id, target, event, about_on, title, body, made_at)
select notice_id, target, event, about_on, title, body, $made_at
from incoming
on conflict (notice_id) do nothing
