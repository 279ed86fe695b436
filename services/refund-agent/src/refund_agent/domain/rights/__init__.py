"""What a buyer paid, and what is owed by law, platform and policy. All of it is data with sources."""
