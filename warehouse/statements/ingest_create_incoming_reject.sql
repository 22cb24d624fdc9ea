create or replace temp table incoming_reject (row_number bigint, reason text, received text)
