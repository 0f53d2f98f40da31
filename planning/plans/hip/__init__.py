"""PURE. Total hip planning: landmarks to directions, outcomes of every head, and proposals."""
