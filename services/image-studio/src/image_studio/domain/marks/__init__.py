"""What stands in a picture and is no lettering of its message: watermarks and codes."""
