delete from core.waiting
