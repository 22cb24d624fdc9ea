delete from core.theme_period
where not exists (
    select 1
    from counted_theme_period as counted
    where
        counted.grain = theme_period.grain
        and counted.period_on = theme_period.period_on
        and counted.theme_id = theme_period.theme_id
)
