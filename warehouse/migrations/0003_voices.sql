create schema if not exists mart;

create table core.contact (
    contact_id text primary key,
    source_name text not null,
    source_contact_id text not null,
    version integer not null,
    received_at timestamptz not null,
    received_on date not null,
    channel text,
    product text,
    segment text,
    region text,
    customer_key text,
    attributes json not null,
    published_attributes json not null,
    count_turns integer not null,
    mask_fingerprint text not null,
    run_id text not null
);
comment on table core.contact is 'one row per contact, newest version, masked';

create table core.turn (
    contact_id text not null,
    turn_number integer not null,
    speaker text not null,
    text text not null,
    masked text not null
);
comment on table core.turn is 'one row per turn of a contact, as said and masked; never published';

create table core.personal_item (
    contact_id text not null,
    turn_number integer not null,
    start_offset integer not null,
    end_offset integer not null,
    item_type text not null,
    placeholder text not null
);
comment on table core.personal_item is 'one row per personal item masked: where it stands in core.turn.text, its type and its placeholder';

create table core.extraction (
    contact_id text primary key,
    version integer not null,
    mask_fingerprint text not null,
    extract_fingerprint text not null,
    count_voices integer not null,
    reason text
);
comment on table core.extraction is 'one row per contact whose voices were cut out, and why it has none';

create table core.voice (
    voice_id text primary key,
    contact_id text not null,
    voice_number integer not null,
    text text not null,
    masked text not null,
    text_hash text not null,
    kind text,
    spans json not null,
    run_id text not null
);
comment on table core.voice is 'one row per voice: one customer statement cut out of a contact';

create table core.text (
    text_hash text primary key,
    text text not null
);
comment on table core.text is 'one row per distinct normalised statement: what is tokenised and embedded';

create table core.tokenised (
    text_hash text primary key,
    tokeniser_fingerprint text not null,
    count_tokens integer not null
);
comment on table core.tokenised is 'one row per distinct statement that was tokenised, and by what';

create table core.token (
    text_hash text not null,
    position integer not null,
    surface text not null,
    normalised_form text not null,
    dictionary_form text not null,
    part_of_speech text not null,
    is_content boolean not null
);
comment on table core.token is 'one row per Sudachi token of a distinct statement';

create table core.text_vector (
    text_hash text not null,
    encoder_fingerprint text not null,
    vector float[] not null
);
comment on table core.text_vector is 'one row per distinct statement and encoder: the cached unit vector';
