"""How things look: data comes down by reactive attributes, intent goes up by messages."""
