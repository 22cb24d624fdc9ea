select file_name, size_bytes, modified_ns
from raw.file
where source_name = $source_name and status <> 'quarantined'
