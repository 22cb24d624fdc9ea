select
    listed_on, theme_id, theme_name, category_name, season_label, warn_by, onset_on, peak_on,
    end_on, expected, low, high, usual, factor, factor_low, count_year_before,
    count_two_years_before, count_years, sureness, segment, segment_share, segment_share_low,
    product, product_share, product_share_low, channel, channel_share, channel_share_low, notice
from mart.season_list
where listed_on = $listed_on and end_on >= $on_day and onset_on <= $until
order by onset_on, expected desc, theme_id
