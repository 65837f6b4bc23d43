"""The made-up broadband company: who it is, what happens to it, and the files that tell of it."""
