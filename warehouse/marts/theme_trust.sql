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

comment on view mart.theme_trust is 'one row per theme heard in the window of the last rediscovery: how far its numbers can be trusted';
comment on column mart.theme_trust.theme_id is 'theme (mart.theme)';
comment on column mart.theme_trust.theme_name is 'name of the theme';
comment on column mart.theme_trust.measured_on is 'day of the rediscovery';
comment on column mart.theme_trust.count_resamples is 'clusterings of random four fifths of the voices';
comment on column mart.theme_trust.share_found is 'share of them in which the theme was found again, 0 to 1';
comment on column mart.theme_trust.mean_jaccard is 'mean Jaccard index of the theme and the cluster that fits it best, 0 to 1';
comment on column mart.theme_trust.coherence is 'mean cosine of all pairs of its voices';
comment on column mart.theme_trust.separation is 'mean silhouette of its voices towards the centres of themes, -1 to 1';
comment on column mart.theme_trust.is_quotable is 'false: do not quote the numbers of this theme yet, it is not stable or not distinct enough';
