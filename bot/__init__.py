"""The edges: HTTP, LINE, Slack, web pages, clock, scheduler, worker, settings, wiring, command line."""
