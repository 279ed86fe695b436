"""What a picture shows, to tags; and both joined."""
