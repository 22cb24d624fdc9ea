-- Masked words of the voices that stand for an alert, in the order of the alert.
with wanted as (
    select alert_id, unnest(voice_ids) as voice_id, generate_subscripts(voice_ids, 1) as place
    from core.alert
    where list_contains($alert_ids, alert_id)
)

select wanted.alert_id, voice.text
from wanted
inner join mart.voice using (voice_id)
where not voice.is_copy
order by wanted.alert_id, wanted.place
