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
on conflict (file_id) do nothing
