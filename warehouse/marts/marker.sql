create or replace view mart.marker as
select marker_id, marked_on, until_on, marker_kind, scope, description
from core.marker;

comment on view mart.marker is 'one row per change of encoder, dictionary, rules, source mapping or denominators, outage of a source, and event of your own (events.csv): a jump of a series at such a day may have come from it, not from customers';
comment on column mart.marker.marker_id is 'identifier';
comment on column mart.marker.marked_on is 'business day from which the change holds, or first day of an outage or event';
comment on column mart.marker.until_on is 'last day of an outage, an event, or of months whose denominators were put right; null for changes that last';
comment on column mart.marker.marker_kind is 'encoder, tokeniser, masking, extraction, fast_lane, flag_vote, generic_words, copies, repeat, source, customer_key, restatement (months that were over were counted again), denominator (its history was changed), outage (a source was silent or came twice) or event (events.csv)';
comment on column mart.marker.scope is 'what it concerns: all, the name of a source, a kind of denominator, themes, or what events.csv says';
comment on column mart.marker.description is 'what changed, in words';
