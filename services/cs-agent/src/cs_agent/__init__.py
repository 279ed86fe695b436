"""cs-agent: a buyer's message becomes an answer of which each sentence follows from a fact."""
