-- Contacts that count, with the facets by which they are counted.
create or replace temp table known_contact as
select
    contact.contact_id,
    contact.received_on as day,
    coalesce(contact.customer_key, contact.contact_id) as customer,
    [
        {'facet': '', 'facet_value': ''},
        {'facet': 'segment', 'facet_value': contact.segment},
        {'facet': 'product', 'facet_value': contact.product},
        {'facet': 'channel', 'facet_value': contact.channel},
        {'facet': 'region', 'facet_value': contact.region}
    ] as facets
from core.contact
anti join core.contact_copy using (contact_id)
