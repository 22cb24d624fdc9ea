delete from core.theme_period
where
    exists (
        select 1
        from changed_period as changed
        where changed.grain = theme_period.grain and changed.period_on = theme_period.period_on
    )
    and not exists (
        select 1
        from counted_theme_period as counted
        where
            counted.grain = theme_period.grain
            and counted.period_on = theme_period.period_on
            and counted.theme_id = theme_period.theme_id
    )
