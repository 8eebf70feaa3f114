"""Boxes, regions and parts of a picture, and how they are filled."""
