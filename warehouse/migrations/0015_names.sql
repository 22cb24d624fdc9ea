-- How many voices the theme had when it was named; null for names made before this was kept.
alter table core.theme_name add column count_voices bigint;

-- Different wordings of a theme (see wordings.py), counted when its examples were chosen.
alter table core.theme_example_state add column count_wordings bigint;
