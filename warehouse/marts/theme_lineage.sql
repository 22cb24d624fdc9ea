create or replace view mart.theme_lineage as
select
    lineage.rediscovery_id,
    lineage.line_number,
    lineage.happened_on,
    lineage.kind,
    lineage.theme_id,
    theme_name.theme_name,
    lineage.other_theme_id,
    other_name.theme_name as other_theme_name,
    lineage.count_voices,
    lineage.count_shared,
    lineage.share_overlap,
    lineage.is_applied
from core.lineage
left join core.theme_name on theme_name.theme_id = lineage.theme_id
left join core.theme_name as other_name on other_name.theme_id = lineage.other_theme_id;

comment on view mart.theme_lineage is 'one row per theme and clustering it took part in: whether it went on, came out of another, went into another, was born or ended';
comment on column mart.theme_lineage.rediscovery_id is 'the clustering: a founding, a birth day or a rediscovery';
comment on column mart.theme_lineage.line_number is 'number of the line within the clustering';
comment on column mart.theme_lineage.happened_on is 'day up to which voices were looked at';
comment on column mart.theme_lineage.kind is 'continued, split (theme_id came out of other_theme_id), merged (theme_id went into other_theme_id), born or retired (its voices are scattered)';
comment on column mart.theme_lineage.theme_id is 'theme (mart.theme); C and a number where a rediscovery only proposes';
comment on column mart.theme_lineage.theme_name is 'name of the theme';
comment on column mart.theme_lineage.other_theme_id is 'the theme it came out of or went into';
comment on column mart.theme_lineage.other_theme_name is 'name of that theme';
comment on column mart.theme_lineage.count_voices is 'voices of the theme, or of its new cluster, that were looked at';
comment on column mart.theme_lineage.count_shared is 'voices that both have in common';
comment on column mart.theme_lineage.share_overlap is 'count_shared as a share of the smaller one, 0 to 1';
comment on column mart.theme_lineage.is_applied is 'true when themes were changed so; false when it is only what a rediscovery saw';
