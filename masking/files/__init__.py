"""What comes in and goes out: still pictures, videos, PNG, and the watermark of those who look."""
