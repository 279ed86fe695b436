"""What is known and what was done, said in the buyer's language: sentences, each with the facts it rests on."""
