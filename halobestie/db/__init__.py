"""PostgreSQL holds the truth: each module here owns the calls of one subject.

- `pool`: the connections; `errors`: what goes wrong, as one kind of exception;
- `migrations`: the schema, from `sql/migrations`; `queries`: all else, from `sql/queries`;
- `pairing`, `committer`: requests, accepts, the offer ledger;
- `sessions`, `presence`, `nodes`: the other things that actors want done;
- `customers`, `mitras`, `logins`: accounts of phones, and how they log in;
- `users`, `user_sessions`, `settings`, `audit`, `staff`, `reports`, `pages`: the control center;
- `rows`: rows as values of `domain`.

Refusals are answers (`errors.Refused`); `DatabaseUnavailable` is the one exception to expect.
"""
