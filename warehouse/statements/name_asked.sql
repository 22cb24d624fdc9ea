-- What a program that proposes names is told: masked words only.
select
    theme_name.theme_id,
    theme_name.theme_name,
    theme_name.terms,
    list(voice.masked order by theme_example.example_number)
        filter (voice.masked is not null) as examples
from core.theme_name
left join core.theme_example using (theme_id)
left join core.voice using (voice_id)
where list_contains($theme_ids, theme_name.theme_id)
group by all
order by theme_name.theme_id
