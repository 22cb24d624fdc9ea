select count(*) from due_voice
