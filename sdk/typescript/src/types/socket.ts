/** Written by `npm run types` from docs/asyncapi.json. Do not edit. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AppState
         * @description What the customer's app may do. `registration_required`: before the next chat request.
         */
        AppState: {
            /** Anonymity Enabled */
            anonymity_enabled: boolean;
            /** Registration Required */
            registration_required: boolean;
        };
        /**
         * Auth
         * @description Who it is: the token of a login, when the upgrade did not carry it.
         */
        Auth: {
            /** Token */
            token: string;
        };
        /** CustomerCard */
        CustomerCard: {
            /** Display Name */
            display_name: string;
        };
        /** CustomerChanged */
        CustomerChanged: {
            customer: components["schemas"]["CustomerView"];
        };
        /**
         * CustomerReady
         * @description All that a customer's screens need.
         */
        CustomerReady: {
            app: components["schemas"]["AppState"];
            customer: components["schemas"]["CustomerView"];
            request: components["schemas"]["WaitingRequest"] | null;
            session: components["schemas"]["CustomerSession"] | null;
        };
        /**
         * CustomerSession
         * @description A session as its customer sees it.
         */
        CustomerSession: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Ended At */
            ended_at: string | null;
            /** Ends At */
            ends_at: string | null;
            mitra: components["schemas"]["MitraCard"];
            /** Request Id */
            request_id: string;
            /** Session Id */
            session_id: string;
            /** Started At */
            started_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "pending_payment" | "active" | "ended";
        };
        /** CustomerSessionPendingPayment */
        CustomerSessionPendingPayment: {
            session: components["schemas"]["CustomerSession"];
        };
        /** CustomerSessionStarted */
        CustomerSessionStarted: {
            session: components["schemas"]["CustomerSession"];
        };
        /** CustomerSettingsChanged */
        CustomerSettingsChanged: {
            /** Anonymity Enabled */
            anonymity_enabled: boolean;
            /** Heartbeat S */
            heartbeat_s: number;
        };
        /**
         * CustomerView
         * @description A customer as shown to oneself.
         */
        CustomerView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Display Name */
            display_name: string;
            /** Id */
            id: string;
            /** Phone */
            phone: string | null;
            /** Registered */
            registered: boolean;
            /** Registered Via */
            registered_via: ("phone" | "google" | "apple" | "facebook") | null;
        };
        /**
         * Done
         * @description Nothing more to say.
         */
        Done: Record<string, never>;
        /**
         * Heartbeat
         * @description A sign of life, when there is nothing else to say.
         */
        Heartbeat: Record<string, never>;
        /**
         * Hello
         * @description The first frame of the server: which contract it speaks, and how often to be heard from.
         */
        Hello: {
            /** Heartbeat S */
            heartbeat_s: number;
            /** Protocol */
            protocol: string;
            /**
             * Server Time
             * Format: date-time
             */
            server_time: string;
        };
        /** MitraCard */
        MitraCard: {
            /** Display Name */
            display_name: string;
            /** Id */
            id: string;
        };
        /**
         * MitraReady
         * @description All that a mitra's screens need. An offer has the fields of the event `offer.new`.
         */
        MitraReady: {
            mitra: components["schemas"]["MitraView"];
            /** Offers */
            offers: components["schemas"]["OfferNew"][];
            presence: components["schemas"]["Presence"];
            /** Sessions */
            sessions: components["schemas"]["MitraSession"][];
        };
        /**
         * MitraSession
         * @description A session as its mitra sees it.
         */
        MitraSession: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            customer: components["schemas"]["CustomerCard"];
            /** Ended At */
            ended_at: string | null;
            /** Ends At */
            ends_at: string | null;
            /** Request Id */
            request_id: string;
            /** Session Id */
            session_id: string;
            /** Started At */
            started_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "pending_payment" | "active" | "ended";
        };
        /** MitraSessionPendingPayment */
        MitraSessionPendingPayment: {
            session: components["schemas"]["MitraSession"];
        };
        /** MitraSessionStarted */
        MitraSessionStarted: {
            session: components["schemas"]["MitraSession"];
        };
        /** MitraSettingsChanged */
        MitraSettingsChanged: {
            /** Heartbeat S */
            heartbeat_s: number;
        };
        /**
         * MitraView
         * @description A mitra as shown to oneself.
         */
        MitraView: {
            /** Active */
            active: boolean;
            /** Display Name */
            display_name: string;
            /** Id */
            id: string;
            /** Phone */
            phone: string;
        };
        /**
         * OfferAccept
         * @description The mitra takes the offered request; the first one gets it.
         */
        OfferAccept: {
            /**
             * Request Id
             * Format: uuid
             */
            request_id: string;
        };
        /**
         * OfferDecline
         * @description The mitra does not take the offered request.
         */
        OfferDecline: {
            /**
             * Request Id
             * Format: uuid
             */
            request_id: string;
        };
        /**
         * OfferNew
         * @description Also the shape of an offer in the snapshot.
         */
        OfferNew: {
            customer: components["schemas"]["CustomerCard"];
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Offered At
             * Format: date-time
             */
            offered_at: string;
            /** Request Id */
            request_id: string;
        };
        /** OfferWithdrawn */
        OfferWithdrawn: {
            /**
             * Reason
             * @enum {string}
             */
            reason: "taken" | "cancelled" | "expired" | "at_capacity" | "offline";
            /** Request Id */
            request_id: string;
        };
        /**
         * OfferWon
         * @description The request is this mitra's.
         */
        OfferWon: {
            session: components["schemas"]["MitraSession"];
        };
        /**
         * Presence
         * @description What the server observes of a mitra, as the mitra is shown it.
         */
        Presence: {
            /** Capacity */
            capacity: number;
            /** Online */
            online: boolean;
            /** Sessions */
            sessions: number;
            /** Since */
            since: string | null;
        };
        /** PresenceChanged */
        PresenceChanged: {
            /** Capacity */
            capacity: number;
            /** Online */
            online: boolean;
            /**
             * Reason
             * @enum {string}
             */
            reason: "mitra" | "heartbeat_lost" | "control_center" | "deactivated";
            /** Sessions */
            sessions: number;
            /** Since */
            since: string | null;
        };
        /**
         * PresenceSet
         * @description What the mitra wants: to be online or not.
         */
        PresenceSet: {
            /** Online */
            online: boolean;
        };
        /**
         * PresenceStands
         * @description What the mitra is now; `since` is null when offline.
         */
        PresenceStands: {
            /** Online */
            online: boolean;
            /** Since */
            since: string | null;
        };
        /**
         * Problem
         * @description The data of an `error`: a stable code, a sentence, and whether to try again.
         */
        Problem: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Temporary */
            temporary: boolean;
        };
        /** RegistrationRequired */
        RegistrationRequired: Record<string, never>;
        /** RequestAccepted */
        RequestAccepted: {
            mitra: components["schemas"]["MitraCard"];
            /** Request Id */
            request_id: string;
            /** Session Id */
            session_id: string;
        };
        /**
         * RequestCancel
         * @description The customer does not want to wait any longer.
         */
        RequestCancel: {
            /**
             * Request Id
             * Format: uuid
             */
            request_id: string;
        };
        /** RequestCancelled */
        RequestCancelled: {
            /**
             * By
             * @enum {string}
             */
            by: "customer" | "control_center";
            /** Request Id */
            request_id: string;
        };
        /**
         * RequestCreate
         * @description "Mulai Curhat": a chat request, or the one that is open already.
         */
        RequestCreate: Record<string, never>;
        /** RequestExpired */
        RequestExpired: {
            /**
             * Reason
             * @enum {string}
             */
            reason: "no_mitra" | "timeout";
            /** Request Id */
            request_id: string;
        };
        /** RequestSearching */
        RequestSearching: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Request Id */
            request_id: string;
        };
        /**
         * RequestStands
         * @description The customer's open request: a new one, or the one that was there.
         */
        RequestStands: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Request Id */
            request_id: string;
        };
        /** SessionAssigned */
        SessionAssigned: {
            session: components["schemas"]["MitraSession"];
        };
        /**
         * SessionEnd
         * @description One party ends the session.
         */
        SessionEnd: {
            /**
             * Session Id
             * Format: uuid
             */
            session_id: string;
        };
        /**
         * SessionEnded
         * @description To both parties.
         */
        SessionEnded: {
            /**
             * Reason
             * @enum {string}
             */
            reason: "customer" | "mitra" | "control_center" | "payment_timeout" | "time_up";
            /** Session Id */
            session_id: string;
        };
        /** SessionReassigned */
        SessionReassigned: {
            /** Session Id */
            session_id: string;
        };
        /** SessionRerouted */
        SessionRerouted: {
            session: components["schemas"]["CustomerSession"];
        };
        /**
         * WaitingRequest
         * @description The customer's open request, in the snapshot.
         */
        WaitingRequest: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Request Id */
            request_id: string;
            /**
             * State
             * @constant
             */
            state: "open";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AppState = components['schemas']['AppState'];
export type Auth = components['schemas']['Auth'];
export type CustomerCard = components['schemas']['CustomerCard'];
export type CustomerChanged = components['schemas']['CustomerChanged'];
export type CustomerReady = components['schemas']['CustomerReady'];
export type CustomerSession = components['schemas']['CustomerSession'];
export type CustomerSessionPendingPayment = components['schemas']['CustomerSessionPendingPayment'];
export type CustomerSessionStarted = components['schemas']['CustomerSessionStarted'];
export type CustomerSettingsChanged = components['schemas']['CustomerSettingsChanged'];
export type CustomerView = components['schemas']['CustomerView'];
export type Done = components['schemas']['Done'];
export type Heartbeat = components['schemas']['Heartbeat'];
export type Hello = components['schemas']['Hello'];
export type MitraCard = components['schemas']['MitraCard'];
export type MitraReady = components['schemas']['MitraReady'];
export type MitraSession = components['schemas']['MitraSession'];
export type MitraSessionPendingPayment = components['schemas']['MitraSessionPendingPayment'];
export type MitraSessionStarted = components['schemas']['MitraSessionStarted'];
export type MitraSettingsChanged = components['schemas']['MitraSettingsChanged'];
export type MitraView = components['schemas']['MitraView'];
export type OfferAccept = components['schemas']['OfferAccept'];
export type OfferDecline = components['schemas']['OfferDecline'];
export type OfferNew = components['schemas']['OfferNew'];
export type OfferWithdrawn = components['schemas']['OfferWithdrawn'];
export type OfferWon = components['schemas']['OfferWon'];
export type Presence = components['schemas']['Presence'];
export type PresenceChanged = components['schemas']['PresenceChanged'];
export type PresenceSet = components['schemas']['PresenceSet'];
export type PresenceStands = components['schemas']['PresenceStands'];
export type Problem = components['schemas']['Problem'];
export type RegistrationRequired = components['schemas']['RegistrationRequired'];
export type RequestAccepted = components['schemas']['RequestAccepted'];
export type RequestCancel = components['schemas']['RequestCancel'];
export type RequestCancelled = components['schemas']['RequestCancelled'];
export type RequestCreate = components['schemas']['RequestCreate'];
export type RequestExpired = components['schemas']['RequestExpired'];
export type RequestSearching = components['schemas']['RequestSearching'];
export type RequestStands = components['schemas']['RequestStands'];
export type SessionAssigned = components['schemas']['SessionAssigned'];
export type SessionEnd = components['schemas']['SessionEnd'];
export type SessionEnded = components['schemas']['SessionEnded'];
export type SessionReassigned = components['schemas']['SessionReassigned'];
export type SessionRerouted = components['schemas']['SessionRerouted'];
export type WaitingRequest = components['schemas']['WaitingRequest'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

/** What a customer's app may ask over its socket. */
export interface CustomerCommands {
  "heartbeat": { data: Heartbeat; ok: Done; code: "bad_frame" | "unknown_type" | "invalid_data" | "not_authenticated" | "too_many_requests" | "unavailable" | "internal_error" };
  "request.create": { data: RequestCreate; ok: RequestStands; code: "registration_required" | "session_live" | "bad_frame" | "unknown_type" | "invalid_data" | "not_authenticated" | "too_many_requests" | "unavailable" | "internal_error" };
  "request.cancel": { data: RequestCancel; ok: Done; code: "request_not_found" | "request_closed" | "bad_frame" | "unknown_type" | "invalid_data" | "not_authenticated" | "too_many_requests" | "unavailable" | "internal_error" };
  "session.end": { data: SessionEnd; ok: Done; code: "session_not_found" | "session_closed" | "bad_frame" | "unknown_type" | "invalid_data" | "not_authenticated" | "too_many_requests" | "unavailable" | "internal_error" };
}

/** What a mitra's app may ask over its socket. */
export interface MitraCommands {
  "heartbeat": { data: Heartbeat; ok: Done; code: "bad_frame" | "unknown_type" | "invalid_data" | "not_authenticated" | "too_many_requests" | "unavailable" | "internal_error" };
  "presence.set": { data: PresenceSet; ok: PresenceStands; code: "bad_frame" | "unknown_type" | "invalid_data" | "not_authenticated" | "too_many_requests" | "unavailable" | "internal_error" };
  "offer.accept": { data: OfferAccept; ok: OfferWon; code: "offer_taken" | "offer_closed" | "offer_not_found" | "at_capacity" | "not_online" | "bad_frame" | "unknown_type" | "invalid_data" | "not_authenticated" | "too_many_requests" | "unavailable" | "internal_error" };
  "offer.decline": { data: OfferDecline; ok: Done; code: "offer_not_found" | "bad_frame" | "unknown_type" | "invalid_data" | "not_authenticated" | "too_many_requests" | "unavailable" | "internal_error" };
  "session.end": { data: SessionEnd; ok: Done; code: "session_not_found" | "session_closed" | "bad_frame" | "unknown_type" | "invalid_data" | "not_authenticated" | "too_many_requests" | "unavailable" | "internal_error" };
}

/** What a customer's app is told, the snapshot first. */
export interface CustomerEvents {
  "ready": CustomerReady;
  "request.searching": RequestSearching;
  "request.accepted": RequestAccepted;
  "request.expired": RequestExpired;
  "request.cancelled": RequestCancelled;
  "session.pending_payment": CustomerSessionPendingPayment;
  "session.started": CustomerSessionStarted;
  "session.rerouted": SessionRerouted;
  "session.ended": SessionEnded;
  "registration.required": RegistrationRequired;
  "customer.changed": CustomerChanged;
  "settings.changed": CustomerSettingsChanged;
}

/** What a mitra's app is told, the snapshot first. */
export interface MitraEvents {
  "ready": MitraReady;
  "presence.changed": PresenceChanged;
  "offer.new": OfferNew;
  "offer.withdrawn": OfferWithdrawn;
  "session.pending_payment": MitraSessionPendingPayment;
  "session.started": MitraSessionStarted;
  "session.assigned": SessionAssigned;
  "session.reassigned": SessionReassigned;
  "session.ended": SessionEnded;
  "settings.changed": MitraSettingsChanged;
}

/** The close codes of the contract. */
export type CloseCode = 1009 | 4001 | 4008 | 4009 | 4013 | 4500 | 4501 | 4502 | 4503 | 4507 | 4512;

/** The contract that these types were made from. */
export type Protocol = "1.0";
