"""Finding the facts that answer: by concepts, matters and words; scored so that "not known" is told."""
