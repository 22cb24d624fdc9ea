with new_period as (
    from counted_period
    except
    from core.period
),

changed_theme_period as (
    from counted_theme_period
    except
    (from core.theme_period semi join changed_period using (grain, period_on))
),

gone_period as (
    select grain, period_on
    from core.period
    anti join counted_period using (grain, period_on)
),

gone_theme_period as (
    select grain, period_on, theme_id
    from core.theme_period
    semi join changed_period using (grain, period_on)
    anti join counted_theme_period using (grain, period_on, theme_id)
)

select
    (select count(*) from new_period) + (select count(*) from gone_period),
    (select count(*) from changed_theme_period) + (select count(*) from gone_theme_period)
