insert into core.cluster_member by name
select $discovery_id as discovery_id, cluster_number, text_hash, strength
from incoming
order by text_hash
