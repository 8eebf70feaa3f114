"""The rules of every form that people fill in: one table for the chat, a modal, a page, and what is sent."""
