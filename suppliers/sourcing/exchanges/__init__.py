"""What structures are asked, what they answer, what was said."""
