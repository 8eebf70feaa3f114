"""Who is in the picture, and where: people, faces, letters; and whom a tap means."""
