"""One screen a module, each fetching in a thread and showing on the loop."""
