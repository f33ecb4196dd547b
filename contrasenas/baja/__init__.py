"""Who wants no more of these mails: the link of `List-Unsubscribe` (RFC 2369 and RFC 8058)."""
