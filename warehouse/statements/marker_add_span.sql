insert into core.marker
    (marker_id, marked_on, until_on, marker_kind, scope, description, run_id)
values ($marker_id, $marked_on, $until_on, $marker_kind, $scope, $description, $run_id)
on conflict (marker_id) do nothing
