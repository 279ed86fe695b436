"""What holds for tags and queries; no broker, store or tier."""
