"""What a question says literally: dates, numbers, authors, categories, words, what is left out."""
