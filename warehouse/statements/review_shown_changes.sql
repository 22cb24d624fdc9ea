-- Months, not rows: a review is what is taken up.
with differing as (
    (from incoming except from core.review_theme)
    union
    (from core.review_theme except from incoming)
)

select count(distinct month) from differing
