insert or replace into core.repeat_rule by name
select true as is_in_force, $within_days as within_days
