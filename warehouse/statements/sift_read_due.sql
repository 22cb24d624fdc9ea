select
    token.text_hash,
    token.surface,
    token.normalised_form,
    token.dictionary_form,
    token.part_of_speech,
    token.is_content
from core.token
anti join core.sifted_text using (text_hash)
order by token.text_hash, token.position
