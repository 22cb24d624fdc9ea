-- The month before as the calendar has it; years before as the business calendar aligns them.
with season as (
    from mart.theme_same_season
    where grain = 'month' and period_on = $month::date
)

select
    compared.theme_id,
    compared.against,
    compared.comparison,
    compared.broken_by,
    compared.count_contacts,
    compared.base_count_contacts,
    compared.count_contacts_alike,
    compared.base_count_contacts_alike,
    case compared.against
        when 'year_before' then season.count_year_before
        when 'two_years_before' then season.count_two_years_before
    end as count_season,
    -- Only where the mart itself compares the two counts as they are.
    case
        when compared.against = 'year_before' and season.ratio_year_before_low is not null
            then season.count_year_before
        when compared.against = 'two_years_before' and season.ratio_two_years_before_low is not null
            then season.count_two_years_before
    end as count_season_compared
from mart.theme_compared_by_month as compared
left join season using (theme_id)
where compared.month = $month::date
order by compared.theme_id, compared.against
