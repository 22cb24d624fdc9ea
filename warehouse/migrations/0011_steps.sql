-- A macro and no view: DuckDB carries no list of wanted contacts into a view that groups, so every
-- batch would gather the items of all history. `contacts` names a table, or a step of the
-- statement that asks, with a column contact_id.
create macro core.items_of(contacts) as table
select
    contact_id,
    turn_number,
    list(
        {
            'turn_number': turn_number,
            'start_offset': start_offset,
            'end_offset': end_offset,
            'item_type': item_type,
            'placeholder': placeholder
        }
        order by start_offset
    ) as items
from core.personal_item
semi join query_table(contacts) using (contact_id)
group by contact_id, turn_number;

-- Half of a key proposes as well as the whole: what it proposes is compared exactly. Every night
-- reads all of them.
alter table core.signature_band alter band set data type uinteger using (band >> 32)::uinteger;
