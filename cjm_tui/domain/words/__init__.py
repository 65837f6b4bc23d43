"""What people say beside their scores: terms, themes, and where words and numbers disagree."""
