select month, count_compared, count_unexplained, share_unexplained
from mart.unexplained_by_month
where month between $first_month::date and $month::date
order by month
