"""What talks to the outside for this service: one module a correspondent."""
