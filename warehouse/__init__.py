"""The two DuckDB files: connections, migrations, SQL statements, the run ledger, publishing."""

from warehouse.connect import open_published, open_work
from warehouse.errors import WarehouseError

__all__ = ["WarehouseError", "open_published", "open_work"]
