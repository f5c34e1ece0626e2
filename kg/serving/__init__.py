"""Serving: the graph over HTTP, for browsers, SPARQL clients and programs."""
