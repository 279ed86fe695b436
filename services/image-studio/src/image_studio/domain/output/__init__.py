"""From erased pixels and settings to the finished picture, and the look at it afterwards."""
