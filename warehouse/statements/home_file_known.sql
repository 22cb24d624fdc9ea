select sha256
from core.home_file
where file_name = $file_name
