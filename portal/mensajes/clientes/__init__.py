"""What talks to the outside: one module a provider, one exception for all of them."""
