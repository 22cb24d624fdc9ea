insert into raw.file by name
select
    $file_id as file_id,
    $source_name as source_name,
    $file_name as file_name,
    $size_bytes as size_bytes,
    $modified_ns as modified_ns,
    $sha256 as sha256,
    $encoding as encoding,
    $encoding_how as encoding_how,
    $status as status,
    $reason as reason,
    $count_written + $count_rejected + $count_known as count_rows,
    $count_written as count_written,
    $count_rejected as count_rejected,
    $count_known as count_known,
    $run_id as run_id
-- A file that was refused can be taken later, once its source mapping was mended.
on conflict (file_id) do update set
    encoding = excluded.encoding,
    encoding_how = excluded.encoding_how,
    modified_ns = excluded.modified_ns,
    status = excluded.status,
    reason = excluded.reason,
    count_rows = excluded.count_rows,
    count_written = excluded.count_written,
    count_rejected = excluded.count_rejected,
    count_known = excluded.count_known,
    run_id = excluded.run_id
where file.status = 'quarantined'
