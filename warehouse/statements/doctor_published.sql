select count(*) from duckdb_tables() where schema_name = 'mart'
