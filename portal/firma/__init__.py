"""Signed PDFs: credentials, the signer, the register of what was signed, and its verification."""
