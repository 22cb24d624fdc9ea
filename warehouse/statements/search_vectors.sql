select text_number, vector
from vectors.search.text_vector
semi join matching_voice using (text_number)
