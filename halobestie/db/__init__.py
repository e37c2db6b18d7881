"""PostgreSQL holds the truth: each module here owns the calls of one subject."""
