"""Development only: embedded engines and the supervisor behind `make run`."""
