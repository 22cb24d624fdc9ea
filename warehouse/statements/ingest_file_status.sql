select file_name, status, count_rows
from raw.file
where source_name = $source_name and sha256 = $sha256
order by file_name
