"""The demo: a fictional company's contacts with a planted truth, written as inbox files."""

from pipelines.demo.plan import DemoPlan, DemoSummary
from pipelines.demo.write import write_demo

__all__ = ["DemoPlan", "DemoSummary", "write_demo"]
