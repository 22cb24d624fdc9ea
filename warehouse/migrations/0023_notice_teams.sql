-- Alerts that nobody of their teams could be told of, so that none is lost without a word.
create table core.notice_astray (
    alert_id text primary key
);
comment on table core.notice_astray is 'one row per alert none of whose teams had a target when it was new: told to the targets of the house, if there are any';
