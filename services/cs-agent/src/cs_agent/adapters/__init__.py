"""What the service reaches: shops and stores."""
