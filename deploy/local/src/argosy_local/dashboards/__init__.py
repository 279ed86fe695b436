"""Dashboards drawn without Grafana: the same JSON and queries, put to Prometheus and set as a picture."""
