update core.notice
set state = 'sending', tried_at = $now, count_tries = count_tries + 1
where notice_id = $notice_id
