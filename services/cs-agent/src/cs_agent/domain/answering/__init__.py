"""What is known and what was done, said in the buyer's language: sentences with the facts they rest on."""
