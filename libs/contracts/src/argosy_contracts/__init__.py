"""Every public event of Argosy: generated protobuf classes and the typed topic registry."""
