"""Mail that leaves about cases: its signed Message-IDs, its headers, and one function per mail."""
