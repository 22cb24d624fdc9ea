-- The log is the record: a line that was taken out by hand is no decision any more.
delete from core.decision where decision_id not in (select decision_id from incoming)
