"""Size charts, wherever they stand: what a head measures, in which unit its figures are, what a cell says."""
