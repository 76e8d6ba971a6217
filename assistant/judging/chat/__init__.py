"""The judge made by a chat model, which reads candidates until no more relevant ones are expected."""
