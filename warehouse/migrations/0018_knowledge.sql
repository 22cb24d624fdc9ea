create table core.count_known (
    theme_id text not null,
    facet text not null,
    facet_value text not null,
    day date not null,
    known_on date not null,
    log_number bigint not null,
    count_contacts integer not null,
    count_customers integer not null,
    count_newcomers integer not null
);
comment on table core.count_known is 'one row per series, day and day on which its number became known or changed; append-only. As known at the end of day D, a number is that of its latest known_on up to D';
comment on column core.count_known.theme_id is 'theme; empty for all contacts';
comment on column core.count_known.facet is 'segment, product, channel or region of the contacts, flag (fast lane), category or grave (category, voices of severity 3); empty for the whole';
comment on column core.count_known.log_number is 'later rows of one known_on replace earlier ones';
comment on column core.count_known.count_contacts is 'contacts, copies left out';
comment on column core.count_known.count_newcomers is 'customers who had not been heard on the theme before';

create table core.known_day (
    day date primary key,
    fingerprint ubigint not null
);
comment on table core.known_day is 'one row per day that a night has covered: what its contacts and voices were when their numbers were last logged';
