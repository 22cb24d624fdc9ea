insert into core.migration (name, checksum) values ($name, $checksum)
