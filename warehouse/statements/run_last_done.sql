select max(as_of) from core.run where flow_name = $flow_name and status = 'done'
