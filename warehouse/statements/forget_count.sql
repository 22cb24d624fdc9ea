select
    (select count(*) from forgotten) as count_contacts,
    (
        select count(*)
        from core.personal_item
        semi join forgotten using (contact_id)
    ) as count_items
