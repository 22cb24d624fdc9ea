-- A step of its own because a merge or a split moves numbers from one theme to another without
-- anything having changed for customers: their sum is what can be compared.
create or replace view core.theme_kin as
with recursive moved as (
    select merged_into as theme_id, theme_id as kin_theme_id, retired_on as moved_on
    from core.theme
    where merged_into is not null and retired_on is not null
    union
    select theme_taken_up.split_from, theme.theme_id, theme.born_on
    from core.theme_taken_up
    inner join core.theme using (theme_id)
    where theme_taken_up.split_from is not null
    union
    select other_theme_id, theme_id, happened_on
    from core.lineage
    where kind = 'split' and is_applied and other_theme_id is not null
),

-- What was merged into a theme that was merged later is kin, too.
kin as (
    select theme_id, kin_theme_id, moved_on, moved_on as joined_on
    from moved
    union
    select kin.theme_id, moved.kin_theme_id, moved.moved_on, greatest(kin.joined_on, moved.moved_on)
    from kin
    inner join moved on moved.theme_id = kin.kin_theme_id
    where moved.kin_theme_id != kin.theme_id
)

select distinct theme_id, kin_theme_id, moved_on, joined_on
from kin;

comment on view core.theme_kin is 'one row per theme and another one that was merged into it or split off it, at once or over others: when the other moved, and when the last step was taken';
