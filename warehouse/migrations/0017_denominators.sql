create table core.home_file (
    file_name text primary key,
    sha256 text not null,
    run_id text not null
);
comment on table core.home_file is 'one row per CSV file of the home (denominators.csv, events.csv): what of it was taken in last';

create table core.denominator (
    denominator_kind text not null,
    month date not null,
    product text not null,
    segment text not null,
    count_units double not null,
    run_id text not null,
    primary key (denominator_kind, month, product, segment)
);
comment on table core.denominator is 'one row per kind, month, product and segment of denominators.csv; product and segment are empty where all are meant';

create table core.denominator_former (
    marker_id text not null,
    denominator_kind text not null,
    month date not null,
    product text not null,
    segment text not null,
    count_units double not null,
    primary key (marker_id, denominator_kind, month, product, segment)
);
comment on table core.denominator_former is 'one row per denominator that was changed or taken away later: what it was until the marker';

create table core.denominator_link (
    marker_id text not null,
    denominator_kind text not null,
    product text not null,
    segment text not null,
    first_month date not null,
    factor double,
    primary key (marker_id, denominator_kind, product, segment)
);
comment on table core.denominator_link is 'one row per series of denominators that is counted in another way from a month on: the new numbers are factor times the former ones, null where no month has both';

create table core.rate_setting (
    is_only boolean primary key check (is_only),
    least_contacts integer not null,
    least_denominator double not null
);
comment on table core.rate_setting is 'one row: below which numbers no rate is given';

-- Contacts belong to one source, product and segment each, so these counts may be added up;
-- customers may not.
create table core.theme_part_month (
    month date not null,
    theme_id text not null,
    source_name text not null,
    product text not null,
    segment text not null,
    count_contacts bigint not null,
    primary key (month, theme_id, source_name, product, segment)
);
comment on table core.theme_part_month is 'one row per month, theme (empty for all contacts), source, product and segment: distinct contacts, copies left out';

alter table core.marker add column until_on date;
alter table core.marker add column count_missing double;

-- All months are counted once more, to fill core.theme_part_month.
delete from core.measured_day;

create table core.encoder_link (
    marker_id text not null,
    theme_id text not null,
    count_former bigint not null,
    count_now bigint not null,
    primary key (marker_id, theme_id)
);
comment on table core.encoder_link is 'one row per change of encoder and theme (empty for all themes together): contacts of the months before it as the former encoder counted them, and as the new one would have';
