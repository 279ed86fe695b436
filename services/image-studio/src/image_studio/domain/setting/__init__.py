"""New words set in a picture: where, in which face and size, broken where, in which direction."""
