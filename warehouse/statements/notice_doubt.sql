-- Cut off between sending and noting: sent again, it might arrive twice.
update core.notice
set state = 'unsure', reason = 'cut_off'
where state = 'sending'
returning notice_id
