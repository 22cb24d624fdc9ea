insert into incoming_reject by name from incoming
