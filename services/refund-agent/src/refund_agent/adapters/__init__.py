"""Where requests are kept and evidence is looked at."""
