with told as (
    select distinct alert_id from core.notice_alert where notice_id is not null
)

select
    (select count(*) from core.notice where state = 'delivered') as count_delivered,
    (select count(*) from core.notice where state = 'due') as count_due,
    (select count(*) from core.notice where state = 'unsure') as count_unsure,
    (select count(*) from core.notice where state = 'passed_over') as count_passed_over,
    (select count(*) from core.notice_alert where notice_id is null) as count_alerts_passed_over,
    (select count(*) from core.notice_astray semi join told using (alert_id)) as count_redirected,
    (select count(*) from core.notice_astray anti join told using (alert_id)) as count_untold
