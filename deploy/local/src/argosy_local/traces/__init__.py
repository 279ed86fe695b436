"""An event's way through the services, from the spans that the collector keeps."""
