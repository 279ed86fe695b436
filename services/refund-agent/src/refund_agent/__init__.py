"""refund-agent: what a buyer is owed, the cheapest outcome that both sides can live with, and why."""
