"""The service host: envelope, outcomes, retry, dead letters, inbox, outbox."""
