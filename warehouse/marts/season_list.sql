create or replace view mart.season_list as
with carried as (
    select
        listed_on,
        theme_id,
        onset_on,
        any_value(facet_value) filter (facet = 'segment') as segment,
        any_value(share) filter (facet = 'segment') as segment_share,
        any_value(share_low) filter (facet = 'segment') as segment_share_low,
        any_value(facet_value) filter (facet = 'product') as product,
        any_value(share) filter (facet = 'product') as product_share,
        any_value(share_low) filter (facet = 'product') as product_share_low,
        any_value(facet_value) filter (facet = 'channel') as channel,
        any_value(share) filter (facet = 'channel') as channel_share,
        any_value(share_low) filter (facet = 'channel') as channel_share_low
    from core.season_carrier
    group by listed_on, theme_id, onset_on
)

select
    season_entry.listed_on,
    season_entry.listed_on = (select max(listed_on) from core.season_list_day) as is_newest_list,
    season_entry.theme_id,
    theme_name.theme_name,
    theme_name.category_name,
    nullif(season_entry.season_label, '') as season_label,
    season_entry.warn_by,
    season_entry.onset_on,
    season_entry.peak_on,
    season_entry.end_on,
    season_entry.expected,
    season_entry.low,
    season_entry.high,
    season_entry.usual,
    season_entry.factor,
    season_entry.factor_low,
    season_entry.count_year_before,
    season_entry.count_two_years_before,
    season_entry.count_years,
    season_entry.sureness,
    carried.segment,
    carried.segment_share,
    carried.segment_share_low,
    carried.product,
    carried.product_share,
    carried.product_share_low,
    carried.channel,
    carried.channel_share,
    carried.channel_share_low,
    season_entry.notice
from core.season_entry
left join carried using (listed_on, theme_id, onset_on)
left join core.theme_name using (theme_id);

comment on view mart.season_list is 'one row per list and theme that is expected to rise within the horizon (先回り), as known on the day of the list; lists of a first of the month stay as they were, those of the last Mondays are for use';
comment on column mart.season_list.listed_on is 'day of the list: nothing that became known later is in it';
comment on column mart.season_list.is_newest_list is 'true for the entries of the newest list';
comment on column mart.season_list.theme_id is 'theme (mart.theme)';
comment on column mart.season_list.theme_name is 'name of the theme';
comment on column mart.season_list.category_name is 'name of the group of neighbouring themes';
comment on column mart.season_list.season_label is 'season of the business calendar that has most in common with these days (お盆明け); null where none has';
comment on column mart.season_list.warn_by is 'last business day on which a warning is in time: the lead time of the settings before onset_on';
comment on column mart.season_list.onset_on is 'first day of the rise, by the business calendar of the year';
comment on column mart.season_list.peak_on is 'middle of the fullest week';
comment on column mart.season_list.end_on is 'last day of the rise';
comment on column mart.season_list.expected is 'contacts expected from onset_on to end_on';
comment on column mart.season_list.low is 'lower end of the range in which 80 % of the outcomes should lie (setting coverage)';
comment on column mart.season_list.high is 'upper end of that range';
comment on column mart.season_list.usual is 'contacts that would come on these days without the season';
comment on column mart.season_list.factor is 'how many times the usual: expected / usual, held a little to 1';
comment on column mart.season_list.factor_low is 'lower bound of the factor, 90 % certain';
comment on column mart.season_list.count_year_before is 'contacts on the days one year before that these days answer to (Obon to Obon, business day to business day); null without enough on record';
comment on column mart.season_list.count_two_years_before is 'contacts two years before';
comment on column mart.season_list.count_years is 'earlier years that tell of the season';
comment on column mart.season_list.sureness is 'high: two years or more, and even the lower bound of the factor is what is listed as a season; medium: two years or more; low: one year, which may have been chance';
comment on column mart.season_list.segment is 'segment that the season is typical of: the largest whose share in earlier years was surely above its share of all contacts; null when none is';
comment on column mart.season_list.segment_share is 'its share of the contacts of the season in earlier years, 0 to 1';
comment on column mart.season_list.segment_share_low is 'lower bound of that share, 90 % certain';
comment on column mart.season_list.product is 'product that the season is typical of, chosen likewise';
comment on column mart.season_list.product_share is 'its share of the contacts of the season in earlier years, 0 to 1';
comment on column mart.season_list.product_share_low is 'lower bound of that share, 90 % certain';
comment on column mart.season_list.channel is 'channel that the season is typical of, chosen likewise';
comment on column mart.season_list.channel_share is 'its share of the contacts of the season in earlier years, 0 to 1';
comment on column mart.season_list.channel_share_low is 'lower bound of that share, 90 % certain';
comment on column mart.season_list.notice is 'draft of a notice to customers (Japanese), put together by rules/season_notice.toml; holds no words of a customer';
