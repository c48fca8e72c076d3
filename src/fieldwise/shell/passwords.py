"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with OWASP's smallest memory: two passes over 19 MiB, one lane, about 50 ms.

    Source: OWASP Password Storage Cheat Sheet, m=19456 (19 MiB), t=2, p=1.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
