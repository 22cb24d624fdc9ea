insert into core.definition (definition_kind, fingerprint, run_id)
values ($definition_kind, $fingerprint, $run_id)
on conflict (definition_kind) do update set
    fingerprint = excluded.fingerprint,
    run_id = excluded.run_id
