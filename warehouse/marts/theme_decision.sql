create or replace view mart.theme_decision as
with about as (
    select
        *,
        unnest(theme_ids) as theme_id,
        generate_subscripts(theme_ids, 1)::integer as theme_number
    from core.decision
)

select
    about.decision_id,
    about.theme_number,
    about.theme_id,
    theme_name.theme_name,
    about.decided_at,
    about.decided_at::date as decided_on,
    about.decided_by,
    about.verb,
    array_to_string(about.theme_names, ' / ') as given_names,
    about.count_voices,
    about.is_restated,
    about.state,
    about.state_by
from about
left join core.theme_name using (theme_id);

comment on view mart.theme_decision is 'one row per decision of a person and theme that it is about';
comment on column mart.theme_decision.decision_id is 'identifier of the decision, sortable by time';
comment on column mart.theme_decision.theme_number is '1 is the theme that stays or takes; the others were merged into it or split off it';
comment on column mart.theme_decision.theme_id is 'theme (mart.theme)';
comment on column mart.theme_decision.theme_name is 'name of the theme now';
comment on column mart.theme_decision.decided_at is 'when it was decided';
comment on column mart.theme_decision.decided_on is 'local date of decided_at';
comment on column mart.theme_decision.decided_by is 'who decided';
comment on column mart.theme_decision.verb is 'rename, merge, split, approve, retire, restore, move, pin, example, not-this, make (a proposed theme was accepted), reject (a proposal was not) or undo';
comment on column mart.theme_decision.given_names is 'names that the decision gave';
comment on column mart.theme_decision.count_voices is 'voices that the decision is about';
comment on column mart.theme_decision.is_restated is 'months that were over were counted anew because of it';
comment on column mart.theme_decision.state is 'in_force, partly_overridden or overridden (by a later decision), undone, or no_effect';
comment on column mart.theme_decision.state_by is 'the decision that undid or overrode it';
