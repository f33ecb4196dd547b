"""Benchmarks: `make bench`. Figures side by side in one run, each with its floor."""
