"""From answers and gold questions to figures with intervals."""
