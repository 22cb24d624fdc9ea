create or replace temp table known_series as
select
    theme_id,
    facet,
    facet_value,
    (row_number() over (order by theme_id, facet, facet_value) - 1)::integer as series
from (select distinct theme_id, facet, facet_value from core.count_known);

select theme_id, facet, facet_value
from known_series
order by series
