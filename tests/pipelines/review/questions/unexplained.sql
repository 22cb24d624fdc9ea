select 'headline.unexplained',
    avg((theme_id is null)::int) filter (strftime(received_on, '%Y-%m') = '2024-03'),
    avg((theme_id is null)::int) filter (strftime(received_on, '%Y-%m') = '2024-02'),
    avg((theme_id is null)::int) filter (strftime(received_on, '%Y-%m') = '2023-03')
from mart.voice
where not is_copy
