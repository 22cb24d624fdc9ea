select
    columns.table_name,
    views.comment as table_comment,
    columns.column_name,
    columns.data_type,
    columns.comment
from duckdb_columns() as columns
inner join duckdb_views() as views
    on views.schema_name = columns.schema_name and views.view_name = columns.table_name
where columns.schema_name = 'mart'
order by columns.table_name, columns.column_index
