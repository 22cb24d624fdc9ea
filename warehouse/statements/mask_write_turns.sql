insert into core.turn by name from incoming
