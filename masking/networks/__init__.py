"""The networks that come along, and what runs them."""
