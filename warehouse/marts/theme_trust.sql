create or replace view mart.theme_trust as
select
    theme_trust.theme_id,
    theme_name.theme_name,
    theme_trust.measured_on,
    theme_trust.count_resamples,
    theme_trust.share_found,
    theme_trust.mean_jaccard,
    theme_trust.coherence,
    theme_trust.separation,
    theme_trust.is_quotable
from core.theme_trust
left join core.theme_name using (theme_id);

comment on view mart.theme_trust is 'one row per theme heard lately when the last rediscovery was made: how far its numbers can be trusted';
comment on column mart.theme_trust.theme_id is 'theme (mart.theme)';
comment on column mart.theme_trust.theme_name is 'name of the theme';
comment on column mart.theme_trust.measured_on is 'day of the rediscovery';
comment on column mart.theme_trust.count_resamples is 'clusterings of a random part of the statements, four fifths at most';
comment on column mart.theme_trust.share_found is 'share of its statements that one cluster of such a clustering holds, 0 to 1; a mixture of issues comes apart';
comment on column mart.theme_trust.mean_jaccard is 'mean Jaccard index of the theme and the cluster that fits it best, 0 to 1';
comment on column mart.theme_trust.coherence is 'mean cosine of all pairs of its statements';
comment on column mart.theme_trust.separation is 'share of the nearest statements of its statements that are its own, 0 to 1; the half of an issue has them in the other half';
comment on column mart.theme_trust.is_quotable is 'false: do not quote the numbers of this theme yet, it may be a mixture of issues or the half of one';
