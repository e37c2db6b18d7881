"""Halo Bestie, the realtime server that pairs a customer with a trained listener.

A guided tour, along the way of one press of "Mulai Curhat":

    phone ─frame─▶ http.protocol ─message─▶ door ─▶ actors.shell ─▶ actors.rules: step(…, now)
                                                                        │ state + effects
    phone ◀─frame─ http.sockets ◀─push── outlet ◀───────────────────────┘
                                           ├──▶ db (PostgreSQL): the outcome is a message again
                                           └──▶ cluster (Valkey) ──▶ the other nodes' actors

1. `http.socket` reads the frame, `http.protocol` decides what it is, and tells the `door`.
2. The `actors` decide: `rules.request` (one request), `rules.coordinator` (who is offered it, who
   was first), `rules.mitra` (who is online), `rules.desk` (sessions). Rules are pure.
3. The `outlet` performs what they want. Whatever must never be wrong is asked of PostgreSQL, whose
   constraints hold it by themselves (`sql/migrations`).
4. Other nodes are told through `cluster.herald` and heard through `hearing`. `membership` keeps
   this node's lease and adopts those who lost theirs; `reconciler` reads what a message may lose.
5. `app` builds all of it in order. `config` is what the operator sets, `domain.Settings` what the
   control center changes while it runs.

Words: a *customer* vents, a *mitra* (customers say "Bestie") listens. A *request* waits for a
mitra; an *offer* is a request on a mitra's screen; a *session* is the pair. *Presence* is what the
server sees of a mitra, *capacity* how many sessions one may have, *load* how many there are. The
*home* of a request is the node that looks after it; an *epoch* is one life of a node. The *ledger*
keeps what became of every offer.
"""

VERSION = "0.1.0"
"""Of the server; the protocol's version stands in the hello frame."""
