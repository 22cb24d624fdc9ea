insert into core.token by name from incoming
