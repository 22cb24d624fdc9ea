create or replace view mart.run_health as
select
    run.run_id,
    run.flow_name,
    run.as_of,
    run.started_at,
    run.status,
    run_stage.stage,
    run_stage.unit,
    run_stage.count_read,
    run_stage.count_written,
    run_stage.count_rejected,
    run_stage.count_known,
    run_stage.seconds
from core.run
inner join core.run_stage using (run_id);

comment on view mart.run_health is 'one row per room (stage) of a run: what went in and what became of it; count_read = count_written + count_rejected';
comment on column mart.run_health.run_id is 'flow, business day and how often that day was run';
comment on column mart.run_health.flow_name is 'nightly or adapt; a backfill is recorded as nights';
comment on column mart.run_health.as_of is 'business day: contacts received up to its end were taken';
comment on column mart.run_health.started_at is 'when the run began';
comment on column mart.run_health.status is 'done, failed or running';
comment on column mart.run_health.stage is 'room: ingest, mask, extract, collate, tokenise, embed, vote, assign, discover, name, measure, publish; switch puts an adapted encoder in force';
comment on column mart.run_health.unit is 'what the counts count: row, contact, voice, text, theme, decision, period, marker, number, day, list, measure, review, table';
comment on column mart.run_health.count_read is 'rows the room took on in this run';
comment on column mart.run_health.count_written is 'rows that left the room';
comment on column mart.run_health.count_rejected is 'rows set aside with a reason (mart.run_reason); voices without a theme count here in stage discover';
comment on column mart.run_health.count_known is 'rows offered again that the warehouse held already';
comment on column mart.run_health.seconds is 'time the room took; 0 for the publishing of this very file';
