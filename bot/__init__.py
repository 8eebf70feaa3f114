"""The edges: HTTP, LINE, Slack, web pages, clock, worker, settings, wiring, command line."""
