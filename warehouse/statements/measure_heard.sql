-- The contacts of changed periods, once for each grain.
create or replace temp table heard_contact as
select
    changed_period.grain,
    changed_period.period_on,
    contact.contact_id,
    contact.customer,
    contact.wording,
    contact.is_copy
from changed_period
inner join counted_contact as contact
    on contact.received_on >= changed_period.period_on
    and contact.received_on < changed_period.period_on + case changed_period.grain
        when 'day' then interval 1 day
        when 'week' then interval 7 days
        else interval 1 month
    end
