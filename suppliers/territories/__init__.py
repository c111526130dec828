"""Official places: find them, load them."""
