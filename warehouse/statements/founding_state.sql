select
    (select max_by(count_voices, theme_day) from core.founding) as count_founded,
    (select count(*) from core.assignment) as count_compared,
    (select count(distinct text_hash) from core.waiting) as count_waiting_texts
