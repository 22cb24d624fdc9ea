create table core.alert (
    alert_id text primary key,
    alert_kind text not null check (
        alert_kind in ('spike', 'slow_rise', 'new_theme', 'comeback', 'fast_lane')
    ),
    theme_id text not null,
    facet text not null,
    facet_value text not null,
    raised_on date not null,
    since_on date not null,
    size integer not null,
    expected double not null,
    probability double not null,
    is_seasonal boolean not null,
    teams text[] not null,
    count_customers integer not null,
    voice_ids text[] not null,
    run_id text not null
);
comment on table core.alert is 'one row per alert, as known on the day it was raised; never rewritten';
comment on column core.alert.theme_id is 'theme; empty for the fast lane, which watches flags';
comment on column core.alert.facet is 'part of the theme that was found to rise, or the flag; empty for the theme as a whole';

create table core.alert_carrier (
    alert_id text not null,
    facet text not null,
    facet_value text not null,
    share double not null,
    primary key (alert_id, facet)
);
comment on table core.alert_carrier is 'one row per alert and facet of which one value carries the excess; share is how much of it';

create table core.watched_day (
    day date primary key,
    count_alerts integer not null,
    run_id text not null
);
comment on table core.watched_day is 'one row per day whose watch has been held: what it found stands';

create table core.watch_episode (
    theme_id text not null,
    facet text not null,
    facet_value text not null,
    alert_kind text not null,
    began_on date not null,
    raised_on date not null,
    last_seen_on date not null,
    told_to text[] not null,
    primary key (theme_id, facet, facet_value, alert_kind)
);
comment on table core.watch_episode is 'one row per rise that was told and may still last, as of the newest watched day: it is not told again; began_on is its first day, raised_on when it was last told, told_to whom';

create table core.watch_past (
    theme_id text not null,
    facet text not null,
    facet_value text not null,
    began_on date not null,
    last_seen_on date not null
);
comment on table core.watch_past is 'one row per rise that was told and is over, as of the newest watched day: its days are no measure of what is usual';

create table core.theme_solved (
    theme_id text not null,
    reason text not null,
    known_on date not null,
    primary key (theme_id, reason)
);
comment on table core.theme_solved is 'one row per theme and reason to think it solved (retired, a measure done), and the night that first knew it: what rises afterwards is a comeback';
