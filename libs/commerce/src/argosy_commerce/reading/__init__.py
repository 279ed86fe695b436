"""Reading merchants' Chinese: from a title to concepts, measures and the words nobody knew."""
