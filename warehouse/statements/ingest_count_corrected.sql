select count(*) from raw.contact where file_id = $file_id and version > 1
