"""What a buyer's message means: language, intents, and what it names, measures and asks for."""
