"""Sessions in PostgreSQL, read through Redis: `SESSION_ENGINE`.

Without Redis Django's own engine fails for whoever brings a session's cookie, on every page. Here
the page is read from PostgreSQL, more slowly. Ending a session still fails where Redis can't forget
it: its copy would outlive it.
"""

from typing import Any

from django.contrib.sessions.backends import cached_db, db
from redis import RedisError


class SessionStore(cached_db.SessionStore):
    """A session that is there as long as PostgreSQL is."""

    def load(self) -> dict[str, Any]:
        """Return the session's values."""
        try:
            return super().load()
        except RedisError:
            return db.SessionStore.load(self)

    def exists(self, session_key: str) -> bool:
        """Tell whether the key is taken."""
        try:
            return bool(super().exists(session_key))
        except RedisError:
            return db.SessionStore.exists(self, session_key)
