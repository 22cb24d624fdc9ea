update core.notice
set state = 'passed_over', reason = coalesce(reason, 'too_old')
where state = 'due' and about_on < $newest_on
returning notice_id
