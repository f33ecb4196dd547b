"""Daily synchronisation with SIREP: a chamber's registry, read from a CSV file (manual 004 §3).

The file has the columns of the SII's `mreg_est_matriculados`, or of its successor
`mreg_est_inscritos`, under their own names, in any order; others are ignored. It is the whole
registry of one chamber, and is taken whole or not at all: rows → a temporary table in chunks
(`entrada.py`) → one short transaction that inserts and updates (`fusion.py`). Single rows that make
no sense are left out and reported; whatever shows that the file is not complete refuses all of it
(`archivo.py`).
"""
