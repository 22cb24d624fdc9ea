select rediscovery_id from core.lineage where rediscovery_id = $rediscovery_id limit 1
