"""Contents page: every kind of job and the stage that carries it out."""
