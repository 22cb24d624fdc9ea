create table core.season_list_day (
    listed_on date primary key,
    count_entries integer not null,
    spread double not null,
    run_id text not null
);
comment on table core.season_list_day is 'one row per day whose list of coming seasons was made: the first of every month, and late Mondays; what it says stands';
comment on column core.season_list_day.spread is 'standard deviation of the logarithm of a season from year to year, as estimated on that day';

create table core.season_entry (
    listed_on date not null,
    theme_id text not null,
    onset_on date not null,
    peak_on date not null,
    end_on date not null,
    warn_by date not null,
    expected double not null,
    low double not null,
    high double not null,
    usual double not null,
    factor double not null,
    factor_low double not null,
    count_years integer not null,
    count_year_before integer,
    count_two_years_before integer,
    same_as_last_month double not null,
    sureness text not null check (sureness in ('high', 'medium', 'low')),
    season_label text not null,
    notice text not null,
    primary key (listed_on, theme_id, onset_on)
);
comment on table core.season_entry is 'one row per list and theme that is expected to rise, as known on the day of the list; never rewritten';
comment on column core.season_entry.usual is 'contacts that would be usual on those days without the season';

create table core.season_carrier (
    listed_on date not null,
    theme_id text not null,
    onset_on date not null,
    facet text not null check (facet in ('segment', 'product', 'channel')),
    facet_value text not null,
    share double not null,
    share_low double not null,
    primary key (listed_on, theme_id, onset_on, facet)
);
comment on table core.season_carrier is 'one row per entry and facet of which one value is typical of the season: its share of the contacts of earlier years, with a lower bound of 90 %';

create table core.season_judged (
    judged_on date not null,
    outcome text not null check (outcome in ('hit', 'false_warning', 'miss')),
    theme_id text not null,
    onset_on date not null,
    end_on date not null,
    listed_on date,
    count_contacts integer not null,
    usual double not null,
    count_years integer not null
);
comment on table core.season_judged is 'one row per season that was foretold, or came without being foretold, judged once it was over; never rewritten';
comment on column core.season_judged.count_years is 'of a miss, the earlier years that knew of it';

create table core.season_week (
    theme_id text not null,
    week_on date not null,
    factor double not null,
    factor_low double not null,
    factor_high double not null,
    count_years integer not null,
    season_labels text[] not null,
    is_season boolean not null,
    listed_on date not null,
    primary key (theme_id, week_on)
);
comment on table core.season_week is 'one row per theme and week of the coming year: how many times the usual it counted in earlier years';

create table core.season_day (
    day date primary key,
    one_year_from date not null,
    one_year_until date not null,
    two_years_from date not null,
    two_years_until date not null
);
comment on table core.season_day is 'one row per day on record: the days one and two years earlier that it answers to in the business calendar; no earlier day is of two days, and a day may have none (until lies before from)';
