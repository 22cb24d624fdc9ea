select contact_id, turns
from due_contact
where due_position >= $first and due_position < $last
order by due_position
