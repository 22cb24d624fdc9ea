insert into core.theme_example by name
from incoming
