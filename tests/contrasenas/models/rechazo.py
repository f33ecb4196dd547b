"""What the database itself refuses, whoever writes."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import IntegrityError, transaction


@contextmanager
def rechaza(restriccion: str) -> Iterator[None]:
    """Expect the block to break that constraint and no other, and go on as if it had not been."""
    with pytest.raises(IntegrityError) as recogido, transaction.atomic():
        yield
    causa = recogido.value.__cause__
    assert isinstance(causa, psycopg.Error)
    assert causa.diag.constraint_name == restriccion
