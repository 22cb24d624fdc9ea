-- A number of a decision is given, too, even where no night has made the theme yet.
with given as (
    select theme_id from core.theme
    union all
    select unnest(theme_ids) as theme_id from core.decision
)

select coalesce(max(try_cast(theme_id[2:] as integer)), 0) from given
