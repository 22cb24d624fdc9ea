select reason, count(*) from incoming_reject group by reason order by reason
