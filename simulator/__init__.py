"""LINE and Slack as strict, stateful fakes on loopback, and a town of stores and people; speaks HTTP only."""
