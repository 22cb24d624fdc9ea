insert into core.personal_item by name from incoming
