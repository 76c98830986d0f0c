"""What goes with an outcome: every question that the data can be asked, tested beside the others."""
