"""chargeback-agent: from the notice of a dispute to the letter that answers it."""
