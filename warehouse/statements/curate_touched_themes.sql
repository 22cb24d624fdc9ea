-- Themes whose closed months a restatement may change: those it names, and those that now hold
-- the voices it is about. None while no month was counted, as in a database made anew.
create or replace temp table touched_theme as
with named as (
    select theme_id from incoming
    union
    select assignment.theme_id
    from core.pin
    inner join core.voice using (text_hash)
    inner join core.assignment using (voice_id)
    where pin.decision_id in (select decision_id from decided)
)

select distinct theme_id
from named
semi join core.theme_period using (theme_id)
where theme_id is not null
