select name, checksum from core.migration order by name
