"""The view of watched questions, and what is new of them."""
