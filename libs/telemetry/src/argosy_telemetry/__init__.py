"""OpenTelemetry set-up, the registry of span and metric names, structured logging."""
