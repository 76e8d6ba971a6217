"""The forms in which text is read and shown: sentences, marks, tables, no invisible characters."""
