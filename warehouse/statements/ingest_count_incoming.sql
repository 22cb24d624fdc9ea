select
    (select count(*) from incoming_contact) as count_valid,
    (select count(*) from incoming_reject) as count_rejected,
    (select count(*) from raw.contact where file_id = $file_id) as count_written
