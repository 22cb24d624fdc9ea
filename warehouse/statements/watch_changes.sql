-- Themes that took in another's voices or gave theirs away after the first night, and when. What
-- the first night found was never counted otherwise.
with changed as (
    select unnest([theme_id, other_theme_id]) as theme_id, run_id
    from core.lineage
    where is_applied and kind in ('split', 'merged')
    union
    select unnest(theme_ids) as theme_id, run_id
    from core.decision
    where verb in ('merge', 'split', 'make', 'restore')
)

select changed.theme_id, run.as_of as changed_on
from changed
inner join core.run using (run_id)
where
    changed.theme_id is not null
    and run.as_of > (select min(as_of) from core.run)
group by all
order by all
