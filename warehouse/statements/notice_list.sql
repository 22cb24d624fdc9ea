select
    coalesce(notice.tried_at, notice.made_at) as told_at,
    notice.state,
    notice.reason,
    notice.target,
    notice.event,
    notice.about_on,
    notice.title,
    notice.count_tries,
    notice.notice_id
from core.notice
order by told_at desc, notice.notice_id
limit $limit
