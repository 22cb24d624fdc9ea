alter table core.turn add column speaker_by text;
alter table core.turn add column speaker_confidence double;
comment on column core.turn.speaker_by is 'how the speaker is known: label, channel, source (declared) or inferred; null when unknown';
comment on column core.turn.speaker_confidence is 'probability (0..1) that the speaker is right; null when unknown';
