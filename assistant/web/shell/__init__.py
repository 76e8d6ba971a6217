"""What every view shares: frame, theme, the one maker of HTML."""
