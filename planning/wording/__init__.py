"""The server's sentences by subject; ``planning.words`` is where they are looked up."""
