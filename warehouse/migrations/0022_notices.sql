-- What is told to people outside: an outbox, so that each alert is told once to each target.
create table core.notice (
    notice_id text primary key,
    target text not null,
    event text not null check (event in ('alerts', 'problems', 'failure', 'review')),
    about_on date not null,
    title text not null,
    body text not null,
    state text not null default 'due' check (
        state in ('due', 'sending', 'delivered', 'unsure', 'passed_over')
    ),
    reason text,
    count_tries integer not null default 0,
    made_at timestamptz not null,
    tried_at timestamptz,
    delivered_at timestamptz
);
comment on table core.notice is 'one row per message and target; never sent again once it is delivered or nobody knows whether it is (unsure)';
comment on column core.notice.notice_id is 'key in the message itself: the same key is the same message';
comment on column core.notice.about_on is 'day that it is about; too old ones are passed over';
comment on column core.notice.reason is 'code of what came of the last try, or why it was passed over';

create table core.notice_alert (
    alert_id text not null,
    target text not null,
    notice_id text,
    primary key (alert_id, target)
);
comment on table core.notice_alert is 'one row per alert and target that wants it: the message that tells it, or null where it was too old to be told';
