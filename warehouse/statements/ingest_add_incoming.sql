insert into incoming_contact by name from incoming
