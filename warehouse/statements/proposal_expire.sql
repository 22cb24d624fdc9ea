update core.theme_proposal set status = 'expired' where status = 'open'
