create or replace view mart.marker as
select marker_id, marked_on, marker_kind, scope, description
from core.marker;

comment on view mart.marker is 'one row per change of encoder, dictionary, rules or source mapping: a jump of a series at such a day may have come from the change, not from customers';
comment on column mart.marker.marker_id is 'identifier';
comment on column mart.marker.marked_on is 'business day from which the change holds';
comment on column mart.marker.marker_kind is 'encoder, tokeniser, masking, extraction, fast_lane, flag_vote, generic_words, copies, repeat, source, customer_key or restatement (months that were over were counted again)';
comment on column mart.marker.scope is 'what it concerns: all, or the name of a source';
comment on column mart.marker.description is 'what changed, in words';
