delete from core.waiting where received_on < $since
