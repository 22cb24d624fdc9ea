-- A step of its own because a merge or a split moves numbers from one theme to another without
-- anything having changed for customers: their sum is what can be compared.
create or replace view core.theme_kin as
select merged_into as theme_id, theme_id as kin_theme_id, 'merged' as how, retired_on as since_on
from core.theme
where merged_into is not null and retired_on is not null
union all
select theme_taken_up.split_from, theme.theme_id, 'split', theme.born_on
from core.theme_taken_up
inner join core.theme using (theme_id)
where theme_taken_up.split_from is not null
union all
select lineage.other_theme_id, lineage.theme_id, 'split', lineage.happened_on
from core.lineage
where lineage.kind = 'split' and lineage.is_applied and lineage.other_theme_id is not null;

comment on view core.theme_kin is 'one row per theme and another one that was merged into it or split off it, with the day';
