-- The truth of Halo Bestie: its tables, and the constraints that hold whatever the programs do.
-- Forward only: once landed, this file is never edited. Instants come from the caller (time is an
-- argument); ids are UUIDv7, made by the caller.

-- One row: what the control center can change at run time. --------------------------------------
CREATE TABLE settings (
    singleton               boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    version                 bigint  NOT NULL DEFAULT 1,
    anonymity_enabled       boolean NOT NULL DEFAULT true,
    max_customers_per_mitra integer NOT NULL DEFAULT 3   CHECK (max_customers_per_mitra BETWEEN 1 AND 100),
    pairing_method          text    NOT NULL DEFAULT 'blast'
        CHECK (pairing_method IN ('blast', 'round_robin', 'weighted_round_robin')),
    offer_timeout_s         integer NOT NULL DEFAULT 45  CHECK (offer_timeout_s BETWEEN 1 AND 86400),
    request_timeout_s       integer NOT NULL DEFAULT 180 CHECK (request_timeout_s BETWEEN 1 AND 86400),
    heartbeat_interval_s    integer NOT NULL DEFAULT 15  CHECK (heartbeat_interval_s BETWEEN 1 AND 60),
    presence_timeout_s      integer NOT NULL DEFAULT 90  CHECK (presence_timeout_s <= 3600),
    payment_timeout_s       integer NOT NULL DEFAULT 900 CHECK (payment_timeout_s BETWEEN 1 AND 86400),
    trial_enabled           boolean NOT NULL DEFAULT true,
    trial_duration_min      integer NOT NULL DEFAULT 15  CHECK (trial_duration_min BETWEEN 1 AND 1440),
    price_list              jsonb   NOT NULL
        DEFAULT '[{"duration_min": 30, "price_idr": 35000}, {"duration_min": 60, "price_idr": 60000}]'
        CHECK (jsonb_typeof(price_list) = 'array'),
    CONSTRAINT settings_presence_outlives_heartbeat
        CHECK (presence_timeout_s >= 2 * heartbeat_interval_s)
);
INSERT INTO settings DEFAULT VALUES;

-- The people. -----------------------------------------------------------------------------------
CREATE TABLE customers (
    id             uuid PRIMARY KEY,
    display_name   text NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 40),
    registered_via text CHECK (registered_via IN ('phone', 'google', 'apple', 'facebook')),
    registered_at  timestamptz,
    phone          text UNIQUE CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    created_at     timestamptz NOT NULL,
    CONSTRAINT customers_registered_once CHECK ((registered_via IS NULL) = (registered_at IS NULL)),
    CONSTRAINT customers_phone_is_registered CHECK (phone IS NULL OR registered_via IS NOT NULL)
);
CREATE INDEX customers_created ON customers (created_at DESC, id DESC);

-- Who the identity provider says it is. Several may open one account (a lost phone, a linked one).
CREATE TABLE customer_identities (
    uid         text PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers ON DELETE CASCADE,
    created_at  timestamptz NOT NULL
);
CREATE INDEX customer_identities_customer ON customer_identities (customer_id);

CREATE TABLE mitras (
    id            uuid PRIMARY KEY,
    phone         text NOT NULL UNIQUE CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    display_name  text NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 40),
    weight        integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100),
    active        boolean NOT NULL DEFAULT true,
    -- What the mitra wants; what the server observes is in online_periods.
    wants_online  boolean NOT NULL DEFAULT false,
    -- Kept by the trigger on sessions, for nobody else to write: the count that I3 is held by.
    live_sessions integer NOT NULL DEFAULT 0 CHECK (live_sessions >= 0),
    -- Grows with each change of live_sessions, so that a late message about it is known as late.
    load_version  bigint NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL
);

-- Logins of phones: an opaque token, kept as its hash. -------------------------------------------
CREATE TABLE logins (
    id          uuid PRIMARY KEY,
    token_hash  bytea NOT NULL UNIQUE,
    role        text NOT NULL CHECK (role IN ('customer', 'mitra')),
    customer_id uuid REFERENCES customers ON DELETE CASCADE,
    mitra_id    uuid REFERENCES mitras ON DELETE CASCADE,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    CONSTRAINT logins_one_account CHECK (
        (role = 'customer' AND customer_id IS NOT NULL AND mitra_id IS NULL)
        OR (role = 'mitra' AND mitra_id IS NOT NULL AND customer_id IS NULL))
);
CREATE INDEX logins_customer ON logins (customer_id) WHERE ended_at IS NULL;
CREATE INDEX logins_mitra ON logins (mitra_id) WHERE ended_at IS NULL;

-- The people of the control center. ---------------------------------------------------------------
CREATE TABLE users (
    id            uuid PRIMARY KEY,
    email         text NOT NULL UNIQUE CHECK (email = lower(email)),
    display_name  text NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 80),
    role          text NOT NULL CHECK (role IN ('admin', 'operator')),
    active        boolean NOT NULL DEFAULT true,
    password_hash text NOT NULL,
    created_at    timestamptz NOT NULL
);

CREATE TABLE user_sessions (
    id_hash      bytea PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX user_sessions_user ON user_sessions (user_id);

-- The nodes, each with an epoch that grows at every start. --------------------------------------
CREATE TABLE nodes (
    id         text PRIMARY KEY,
    epoch      bigint NOT NULL DEFAULT 1,
    started_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    -- How many phones it holds, as of seen_at.
    sockets    integer NOT NULL DEFAULT 0 CHECK (sockets >= 0)
);

-- Requests and what became of their offers. -------------------------------------------------------
CREATE TABLE requests (
    id              uuid PRIMARY KEY,
    customer_id     uuid NOT NULL REFERENCES customers,
    -- The command's own id when it is a UUID: the same press, sent again, is the same request.
    command_id      uuid,
    state           text NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'accepted', 'cancelled', 'expired')),
    reason          text CHECK (reason IN ('customer', 'control_center', 'no_mitra', 'timeout')),
    pairing_method  text NOT NULL,
    offer_timeout_s integer NOT NULL,
    terms           jsonb NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL CHECK (expires_at > created_at),
    closed_at       timestamptz,
    home_node       text NOT NULL,
    home_epoch      bigint NOT NULL,
    CONSTRAINT requests_closed_once CHECK ((state = 'open') = (closed_at IS NULL)),
    UNIQUE (customer_id, command_id)
);
CREATE UNIQUE INDEX requests_one_open_per_customer ON requests (customer_id) WHERE state = 'open';
CREATE INDEX requests_open ON requests (home_node) WHERE state = 'open';
CREATE INDEX requests_created ON requests (created_at DESC, id DESC);

-- The offer ledger: one row an event, not one a mitra. An offer whose last event is 'offered' ended
-- with its request: the view offer_outcomes says how, so that no offer is left without an end (I7).
CREATE TABLE offer_events (
    request_id uuid NOT NULL REFERENCES requests ON DELETE CASCADE,
    seq        bigint GENERATED ALWAYS AS IDENTITY,
    at         timestamptz NOT NULL,
    outcome    text NOT NULL
        CHECK (outcome IN ('offered', 'won', 'taken', 'declined', 'withdrawn', 'expired', 'skipped')),
    reason     text,
    mitra_ids  uuid[] NOT NULL,
    PRIMARY KEY (request_id, seq)
);

-- Sessions: mitra_id is the one owner of "who has it" (I11); assignments is its history. -----------
CREATE TABLE sessions (
    id                uuid PRIMARY KEY,
    request_id        uuid NOT NULL UNIQUE REFERENCES requests,
    customer_id       uuid NOT NULL REFERENCES customers,
    mitra_id          uuid NOT NULL REFERENCES mitras,
    state             text NOT NULL DEFAULT 'pending_payment'
        CHECK (state IN ('pending_payment', 'active', 'ended')),
    created_at        timestamptz NOT NULL,
    payment_due_at    timestamptz NOT NULL,
    started_at        timestamptz,
    ends_at           timestamptz,
    ended_at          timestamptz,
    end_reason        text CHECK (end_reason IN
        ('customer', 'mitra', 'control_center', 'payment_timeout', 'time_up')),
    ended_by          uuid,
    -- How the present mitra came to have it; copied into assignments by a trigger.
    assigned_at       timestamptz NOT NULL,
    assigned_by       text NOT NULL DEFAULT 'accept' CHECK (assigned_by IN ('accept', 'control_center')),
    assigned_user_id  uuid,
    assigned_reason   text,
    assigned_override boolean NOT NULL DEFAULT false,
    CONSTRAINT sessions_started CHECK (state <> 'active' OR started_at IS NOT NULL),
    CONSTRAINT sessions_ended CHECK ((state = 'ended') = (ended_at IS NOT NULL)
        AND (state = 'ended') = (end_reason IS NOT NULL))
);
CREATE UNIQUE INDEX sessions_one_live_per_customer ON sessions (customer_id) WHERE state <> 'ended';
CREATE INDEX sessions_live_of_mitra ON sessions (mitra_id) WHERE state <> 'ended';
CREATE INDEX sessions_payment_due ON sessions (payment_due_at) WHERE state = 'pending_payment';
CREATE INDEX sessions_time_up ON sessions (ends_at) WHERE state = 'active';
CREATE INDEX sessions_created ON sessions (created_at DESC, id DESC);

CREATE TABLE assignments (
    session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    seq        bigint GENERATED ALWAYS AS IDENTITY,
    mitra_id   uuid NOT NULL REFERENCES mitras,
    from_at    timestamptz NOT NULL,
    to_at      timestamptz CHECK (to_at >= from_at),
    by         text NOT NULL,
    user_id    uuid,
    reason     text,
    override   boolean NOT NULL,
    PRIMARY KEY (session_id, seq)
);
CREATE UNIQUE INDEX assignments_one_open ON assignments (session_id) WHERE to_at IS NULL;

-- Presence: every online period, never two at once for one mitra (I8). ---------------------------
-- A range over (mitra, instant) sorts by mitra first, so plain GiST excludes overlaps within one
-- mitra without the btree_gist extension, which not every PostgreSQL carries.
CREATE TYPE mitra_instant AS (mitra_id uuid, at timestamptz);
CREATE TYPE mitra_span AS RANGE (subtype = mitra_instant);

CREATE TABLE online_periods (
    id           uuid PRIMARY KEY,
    mitra_id     uuid NOT NULL REFERENCES mitras ON DELETE CASCADE,
    node_id      text NOT NULL,
    epoch        bigint NOT NULL,
    online_at    timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    offline_at   timestamptz CHECK (offline_at >= online_at),
    reason       text CHECK (reason IN
        ('mitra', 'heartbeat_lost', 'control_center', 'deactivated', 'node_lost')),
    CONSTRAINT online_periods_end_has_reason CHECK ((offline_at IS NULL) = (reason IS NULL)),
    CONSTRAINT online_periods_never_overlap EXCLUDE USING gist (
        mitra_span(ROW (mitra_id, online_at)::mitra_instant,
                   ROW (mitra_id, coalesce(offline_at, 'infinity'))::mitra_instant) WITH &&)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX online_periods_one_open ON online_periods (mitra_id) WHERE offline_at IS NULL;
CREATE INDEX online_periods_open_of_node ON online_periods (node_id) WHERE offline_at IS NULL;
CREATE INDEX online_periods_of_mitra ON online_periods (mitra_id, online_at DESC);

-- The audit log: append-only, by a trigger (0002). ------------------------------------------------
CREATE TABLE audit_log (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL,
    user_id      uuid,
    user_name    text NOT NULL,
    action       text NOT NULL,
    subject_kind text NOT NULL,
    subject_id   text,
    before       jsonb,
    after        jsonb
);
CREATE INDEX audit_log_at ON audit_log (at DESC, id DESC);

-- The local issuer's key and users (development and tests only). ----------------------------------
CREATE TABLE local_identity_keys (
    kid         text PRIMARY KEY,
    private_pem text NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE TABLE local_identity_users (
    uid        text PRIMARY KEY,
    created_at timestamptz NOT NULL
);
CREATE TABLE local_identity_credentials (
    provider text NOT NULL,
    subject  text NOT NULL,
    uid      text NOT NULL REFERENCES local_identity_users,
    PRIMARY KEY (provider, subject),
    UNIQUE (uid, provider)
);
CREATE TABLE local_identity_otps (
    phone      text PRIMARY KEY,
    code       text NOT NULL,
    expires_at timestamptz NOT NULL,
    tries_left smallint NOT NULL
);
