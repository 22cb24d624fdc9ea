create or replace view mart.season_profile as
select
    season_week.theme_id,
    theme_name.theme_name,
    season_week.week_on as week,
    season_week.season_labels,
    season_week.factor,
    season_week.factor_low,
    season_week.factor_high,
    season_week.count_years,
    season_week.is_season,
    season_week.listed_on as known_on
from core.season_week
left join core.theme_name using (theme_id);

comment on view mart.season_profile is 'one row per theme and week of the year around today: how many times the usual it counted in the same week of earlier years, aligned by the business calendar';
comment on column mart.season_profile.theme_id is 'theme (mart.theme)';
comment on column mart.season_profile.theme_name is 'name of the theme';
comment on column mart.season_profile.week is 'local date: Monday of a week, from some ten weeks ago to some forty weeks ahead';
comment on column mart.season_profile.season_labels is 'longer seasons of the business calendar that hold on a day of the week';
comment on column mart.season_profile.factor is 'contacts of the week by those usual then, all years together, held to 1 by four contacts';
comment on column mart.season_profile.factor_low is 'lower end of the 80 % range of the factor';
comment on column mart.season_profile.factor_high is 'upper end of the 80 % range of the factor';
comment on column mart.season_profile.count_years is 'earlier years that tell of the week; weeks of which none does have no row';
comment on column mart.season_profile.is_season is 'most days of the week lie in a stretch that was clearly raised in the years that tell of it';
comment on column mart.season_profile.known_on is 'day of the newest list, from which the profile is';
