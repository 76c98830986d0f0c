"""What the two teams do together: the models they save."""
