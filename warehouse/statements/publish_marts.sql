create schema published.mart;

create table published.mart.contact as from mart.contact order by received_at, contact_id;
create table published.mart.voice as from mart.voice order by received_at, voice_id;
create table published.mart.fast_lane as from mart.fast_lane order by received_at, voice_id, flag;
create table published.mart.theme as from mart.theme order by theme_id;
create table published.mart.theme_by_day as from mart.theme_by_day order by theme_id, day;
create table published.mart.theme_by_week as from mart.theme_by_week order by theme_id, week;
create table published.mart.theme_by_month as from mart.theme_by_month order by theme_id, month;
create table published.mart.theme_example as from mart.theme_example order by theme_id, example_number;
create table published.mart.run_health as from mart.run_health order by run_id, stage;
create table published.mart.run_reason as from mart.run_reason order by run_id, stage, outcome, reason;
create table published.mart.marker as from mart.marker order by marked_on, marker_id;
create table published.mart.theme_lineage as from mart.theme_lineage order by happened_on, rediscovery_id, line_number;
create table published.mart.theme_proposal as from mart.theme_proposal order by proposal_id;
create table published.mart.theme_trust as from mart.theme_trust order by theme_id;
create table published.mart.unexplained_by_month as from mart.unexplained_by_month order by month;
create table published.mart.unexplained_by_week as from mart.unexplained_by_week order by week;
create table published.mart.theme_decision as from mart.theme_decision order by decided_at, decision_id, theme_number;
