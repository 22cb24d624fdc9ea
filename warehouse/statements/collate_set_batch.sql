create or replace temp table batch_contact as
select * from incoming
