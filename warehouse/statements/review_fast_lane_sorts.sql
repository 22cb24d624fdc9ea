select flag, category_name, count(*) as count_voices
from mart.fast_lane
where
    not is_copy
    and not is_doubted
    and received_on between $month::date and last_day($month::date)
group by all
order by flag, count_voices desc, category_name
