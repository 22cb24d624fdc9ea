select text_hash, text
from due_text
where due_position >= $first and due_position < $last
order by due_position
