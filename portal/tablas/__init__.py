"""Tables that people and programs bring as files."""
