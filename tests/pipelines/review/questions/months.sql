with cell as (
    select theme_name, theme.theme_id, month::date as month
    from mart.theme as theme,
        unnest(generate_series(date '2023-03-01', date '2024-03-01', interval 1 month)) as m (month)
)
select cell.theme_name || '|' || strftime(month, '%Y/%m'), count(distinct contact_id)
from cell
left join mart.voice as voice
    on voice.theme_id = cell.theme_id and date_trunc('month', received_on) = month and not is_copy
group by all
order by all
