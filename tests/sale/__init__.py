"""A whole sale day through the webhooks, as many orders as one likes: `python -m tests.sale`."""
