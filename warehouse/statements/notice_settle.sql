update core.notice
set
    state = $state,
    reason = $reason,
    delivered_at = if($state = 'delivered', $now::timestamptz, null)
where notice_id = $notice_id
