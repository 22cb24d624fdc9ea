insert or replace into core.home_file (file_name, sha256, run_id)
values ($file_name, $sha256, $run_id)
