create or replace temp table new_alert as
from incoming;

-- The voices of each alert's window, whoever they were of.
create or replace temp table alert_voice as
with themed as (
    select alert.alert_id, alert.facet, alert.facet_value, voice.voice_id, assignment.strength
    from new_alert as alert
    inner join core.assignment on assignment.theme_id = alert.theme_id
    inner join core.voice using (voice_id)
    inner join core.contact
        on contact.contact_id = voice.contact_id
        and contact.received_on between alert.since_on and alert.raised_on
    where
        alert.theme_id <> ''
        and case alert.facet
            when 'segment' then contact.segment = alert.facet_value
            when 'product' then contact.product = alert.facet_value
            else true
        end
),

flagged as (
    select distinct
        alert.alert_id,
        alert.facet,
        alert.facet_value,
        flag.voice_id,
        1.0 as strength
    from new_alert as alert
    inner join (
        select raised_flag.voice_id, raised_flag.flag, voice_flag.category, voice_flag.severity
        from core.raised_flag
        left join core.voice_flag using (voice_id, flag)
    ) as flag
        on case alert.facet
            when 'flag' then flag.flag = alert.facet_value
            when 'grave' then flag.category = alert.facet_value and flag.severity = 3
            else flag.category = alert.facet_value
        end
    inner join core.voice using (voice_id)
    inner join core.contact
        on contact.contact_id = voice.contact_id
        and contact.received_on between alert.since_on and alert.raised_on
    where alert.theme_id = ''
)

select
    found.alert_id,
    found.voice_id,
    found.strength,
    voice.text_hash,
    coalesce(contact.customer_key, contact.contact_id) as customer
from (from themed union all from flagged) as found
inner join core.voice using (voice_id)
inner join core.contact using (contact_id)
anti join core.contact_copy using (contact_id)
