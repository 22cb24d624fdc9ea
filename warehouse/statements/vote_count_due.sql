select count(*) from due_text
