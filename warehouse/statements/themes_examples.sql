select theme_id, example_number, voice_id, received_on, text
from mart.theme_example
where $theme_id is null or theme_id = $theme_id
order by theme_id, example_number
