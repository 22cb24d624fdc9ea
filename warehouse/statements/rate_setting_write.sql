insert or replace into core.rate_setting (is_only, least_contacts, least_denominator)
values (true, $least_contacts, $least_denominator)
