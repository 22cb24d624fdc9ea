create or replace view mart.run_reason as
select run_id, stage, outcome, reason, count_rows
from core.run_stage_reason;

comment on view mart.run_reason is 'one row per room of a run and reason: why rows were rejected or already known, and what else was made';
comment on column mart.run_reason.run_id is 'run (mart.run_health)';
comment on column mart.run_reason.stage is 'room';
comment on column mart.run_reason.outcome is 'rejected, known or made';
comment on column mart.run_reason.reason is 'short code of the reason';
comment on column mart.run_reason.count_rows is 'rows with that reason, in the unit of the room';
