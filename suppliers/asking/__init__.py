"""Fields of forms that several rooms ask with: codes, numbers, texts, places, as people type them."""
