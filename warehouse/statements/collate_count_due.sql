select count(*) from due_contact
