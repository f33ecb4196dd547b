"""Password hashing."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with the parameters that the OWASP Password Storage Cheat Sheet recommends."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
