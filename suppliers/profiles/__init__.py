"""What a structure says of itself, and how it changes: at once, or once an admin has agreed."""
