insert into core.run (run_id, flow_name, as_of, status, started_at, settings)
values ($run_id, $flow_name, $as_of, 'running', $started_at, $settings)
on conflict (run_id) do nothing
