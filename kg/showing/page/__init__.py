"""The graph as a page for a browser."""

from kg.showing.page.data import Counts, part
from kg.showing.page.page import html, write

__all__ = ["Counts", "html", "part", "write"]
