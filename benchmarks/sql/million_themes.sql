insert into core.theme (theme_id, status, born_on, discovery_id, cluster_number, run_id)
select 'T' || lpad(number::text, 4, '0'), 'active', $first::date, 'd', number, 'r'
from range(1, $themes::integer + 1) as t(number);

insert into core.theme_name by name
select
    theme_id,
    '用件' || lpad(cluster_number::text, 3, '0') as theme_name,
    ['用件' || cluster_number, '困りごと'] as terms,
    '分類' || (cluster_number % 10) as category_name,
    'r' as run_id
from core.theme;

insert into core.theme_example
select theme_id, number, voice_id
from (
    select theme_id, voice_id, row_number() over (partition by theme_id order by voice_id) as number
    from core.assignment
    where theme_id is not null
)
where number <= 3;

insert into core.theme_example_state by name
select theme_id, count(*) as count_voices, count(*) as count_wordings
from core.assignment
where theme_id is not null
group by theme_id;

insert into core.theme_trust
select theme_id, $last::date, 20, 0.9, 0.7, 0.6, 0.5, true, 'r'
from core.theme
