select min(born_on) as oldest_born_on
from mart.theme
