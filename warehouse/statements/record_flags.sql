-- Flags that are not doubted, by what is counted: the flag, its sorts, and its gravest sorts.
create or replace temp table known_flag as
select voice_id, 'flag' as facet, flag as facet_value
from core.raised_flag
union
select voice_flag.voice_id, 'category' as facet, voice_flag.category as facet_value
from core.voice_flag
semi join core.raised_flag using (voice_id, flag)
union
select voice_flag.voice_id, 'grave' as facet, voice_flag.category as facet_value
from core.voice_flag
semi join core.raised_flag using (voice_id, flag)
where voice_flag.severity = 3
