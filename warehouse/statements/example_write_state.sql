insert or replace into core.theme_example_state by name
select assignment.theme_id, count(*) as count_voices
from core.assignment
where assignment.theme_id in (select incoming.theme_id from incoming)
group by assignment.theme_id
