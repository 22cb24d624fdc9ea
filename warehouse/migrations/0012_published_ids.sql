-- Filled when masking reads a contact anew, which its new version makes it do tonight.
alter table core.contact add column published_source_id text;
comment on column core.contact.published_source_id is 'source_contact_id when it tells nobody (no name, address or number of a person), else null';
