"""CAPTCHA over django-simple-captcha: its table and its field, the rest is ours.

What is ours and why: a challenge is used up by one conditional DELETE (the library lets one be
used twice at the same time); challenges come from `secrets` and nothing seeds the global random
generator with a public key (the library's image view does); image and audio are keyed under the
server's secret; rows are limited per visitor and cleaned up periodically; audio and words are
Spanish.
"""
