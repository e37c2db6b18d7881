/** Written by `npm run types` from the server's OpenAPI document. Do not edit. */
export interface paths {
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive?
         * @description For: Anyone.
         */
        get: operations["get_livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can it serve? Each dependency by name
         * @description For: Anyone.
         */
        get: operations["get_readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which version is it?
         * @description For: Anyone.
         */
        get: operations["get_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in; the answer sets the session cookie
         * @description For: Anyone.
         */
        post: operations["post_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this session
         * @description For: An admin or an operator.
         */
        post: operations["post_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The user who is logged in
         * @description For: An admin or an operator.
         */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Another password; the other sessions end
         * @description For: An admin or an operator.
         */
        post: operations["post_me_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Users of the control center
         * @description For: An admin.
         */
        get: operations["get_users"];
        put?: never;
        /**
         * A new user
         * @description For: An admin.
         */
        post: operations["post_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One user
         * @description For: An admin.
         */
        get: operations["get_users_user_id"];
        put?: never;
        post?: never;
        /**
         * Take a user away, with all sessions
         * @description For: An admin.
         */
        delete: operations["delete_users_user_id"];
        options?: never;
        head?: never;
        /**
         * Change a user; who is deactivated is out at once
         * @description For: An admin.
         */
        patch: operations["patch_users_user_id"];
        trace?: never;
    };
    "/v1/mitras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mitra, with who is online and how many sessions each has
         * @description For: An admin or an operator.
         */
        get: operations["get_mitras"];
        put?: never;
        /**
         * A new mitra
         * @description For: An admin or an operator.
         */
        post: operations["post_mitras"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mitras/{mitra_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One mitra
         * @description For: An admin or an operator.
         */
        get: operations["get_mitras_mitra_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a mitra; deactivating ends the logins, running sessions stay
         * @description For: An admin or an operator.
         */
        patch: operations["patch_mitras_mitra_id"];
        trace?: never;
    };
    "/v1/mitras/{mitra_id}/offline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a mitra offline
         * @description For: An admin or an operator.
         */
        post: operations["post_mitras_mitra_id_offline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mitras/{mitra_id}/online-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When a mitra was online, and how it ended
         * @description For: An admin or an operator.
         */
        get: operations["get_mitras_mitra_id_online_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers, and how they registered
         * @description For: An admin or an operator.
         */
        get: operations["get_customers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One customer
         * @description For: An admin or an operator.
         */
        get: operations["get_customers_customer_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is kept about one customer, as a file
         * @description For: An admin.
         */
        get: operations["get_customers_customer_id_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase one customer: the counts stay, and nothing of the person
         * @description For: An admin.
         */
        post: operations["post_customers_customer_id_erase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The settings in force, with their version
         * @description For: An admin or an operator.
         */
        get: operations["get_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change settings; needs the version that was read
         * @description For: An admin.
         */
        patch: operations["patch_settings"];
        trace?: never;
    };
    "/v1/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The live board
         * @description For: An admin or an operator.
         */
        get: operations["get_dashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dashboard/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The live board as server-sent events, `event: dashboard`
         * @description For: An admin or an operator.
         */
        get: operations["get_dashboard_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dashboard/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last hour or day, in buckets
         * @description For: An admin or an operator.
         */
        get: operations["get_dashboard_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Chat requests
         * @description For: An admin or an operator.
         */
        get: operations["get_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One request, with the ledger of its offers
         * @description For: An admin or an operator.
         */
        get: operations["get_requests_request_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{request_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a request that is open
         * @description For: An admin or an operator.
         */
        post: operations["post_requests_request_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sessions, and who is paired with whom
         * @description For: An admin or an operator.
         */
        get: operations["get_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One session, with every mitra who had it
         * @description For: An admin or an operator.
         */
        get: operations["get_sessions_session_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/reroute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a session to another mitra
         * @description For: An admin or an operator.
         */
        post: operations["post_sessions_session_id_reroute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a session
         * @description For: An admin or an operator.
         */
        post: operations["post_sessions_session_id_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Requests of a time range, as CSV
         * @description For: An admin or an operator.
         */
        get: operations["get_requests_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sessions of a time range, as CSV
         * @description For: An admin or an operator.
         */
        get: operations["get_sessions_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/online-log.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Online periods that touch a time range, of all mitra, as CSV
         * @description For: An admin or an operator.
         */
        get: operations["get_online_log_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every change made in the control center
         * @description For: An admin.
         */
        get: operations["get_audit_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page
         * @description For: Anyone.
         */
        get: operations["get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures for Prometheus
         * @description For: Anyone.
         */
        get: operations["get_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This API as OpenAPI 3.1
         * @description For: Anyone.
         */
        get: operations["get_openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page to read this API's document
         * @description For: Anyone.
         */
        get: operations["get_docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/reader.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page's script
         * @description For: Anyone.
         */
        get: operations["get_docs_reader_js"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/reader.css": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page's style
         * @description For: Anyone.
         */
        get: operations["get_docs_reader_css"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Alive */
        Alive: {
            /**
             * Status
             * @constant
             */
            status: "ok";
        };
        /** AssignmentView */
        AssignmentView: {
            /** Mitra Id */
            mitra_id: string;
            /** Display Name */
            display_name: string;
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** To */
            to: string | null;
            /**
             * By
             * @enum {string}
             */
            by: "accept" | "control_center";
            user: components["schemas"]["Party"] | null;
            /** Reason */
            reason: string | null;
            /** Override Capacity */
            override_capacity: boolean;
        };
        /**
         * AuditEntry
         * @description `before` and `after` have the fields that changed, and never a secret.
         */
        AuditEntry: {
            /** Id */
            id: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** User Id */
            user_id: string | null;
            /** User Name */
            user_name: string;
            /** Action */
            action: string;
            /** Subject Kind */
            subject_kind: string;
            /** Subject Id */
            subject_id: string | null;
            /** Before */
            before: {
                [key: string]: unknown;
            } | null;
            /** After */
            after: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * BoardNode
         * @description `alive`: seen within the last 10 seconds; `sockets` as of then.
         */
        BoardNode: {
            /** Node Id */
            node_id: string;
            /** Alive */
            alive: boolean;
            /** Sockets */
            sockets: number;
        };
        /**
         * Bucket
         * @description From `at` for a step. The waits, in seconds, are of those paired in it, and null when
         *     nobody was. `online_mitras` counts who was online at any moment of it.
         */
        Bucket: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Requests */
            requests: number;
            /** Paired */
            paired: number;
            /** Expired */
            expired: number;
            /** Wait P50 S */
            wait_p50_s: number | null;
            /** Wait P95 S */
            wait_p95_s: number | null;
            /** Online Mitras */
            online_mitras: number;
        };
        /** BusyMitra */
        BusyMitra: {
            /** Mitra Id */
            mitra_id: string;
            /** Display Name */
            display_name: string;
            /** Online */
            online: boolean;
            /** Sessions */
            sessions: number;
            /** Capacity */
            capacity: number;
        };
        /** Credentials */
        Credentials: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /** CustomerRecord */
        CustomerRecord: {
            /** Id */
            id: string;
            /** Display Name */
            display_name: string;
            /** Registered */
            registered: boolean;
            /** Registered Via */
            registered_via: ("phone" | "google" | "apple" | "facebook") | null;
            /** Phone */
            phone: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * Dashboard
         * @description `customers_per_mitra` has those who are online or have a live session, online ones first.
         */
        Dashboard: {
            /** Active Sessions */
            active_sessions: number;
            /** Pending Payment Sessions */
            pending_payment_sessions: number;
            /** Online Mitras */
            online_mitras: number;
            /** Open Requests */
            open_requests: number;
            /** Longest Wait S */
            longest_wait_s: number;
            /** Customers Per Mitra */
            customers_per_mitra: components["schemas"]["BusyMitra"][];
            /** Nodes */
            nodes: components["schemas"]["BoardNode"][];
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
        };
        /**
         * Day
         * @description A day of Asia/Jakarta, and the seconds online in it.
         */
        Day: {
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Online S */
            online_s: number;
        };
        /** End */
        End: {
            /**
             * Reason
             * @default null
             */
            reason: string | null;
        };
        /**
         * ErasedAnswer
         * @description `provider_users`: what the identity provider calls this person. They are kept nowhere here
         *     any more, and are to be deleted there. Empty with the local provider, and when it was done
         *     before.
         */
        ErasedAnswer: {
            /** Provider Users */
            provider_users: string[];
        };
        /**
         * Erasure
         * @description Why; it stays in the audit log.
         */
        Erasure: {
            /**
             * Reason
             * @enum {string}
             */
            reason: "customer_asked" | "required_by_law" | "minor" | "test_account";
        };
        /** FieldError */
        FieldError: {
            /** Field */
            field: string;
            /** Message */
            message: string;
        };
        /** History */
        History: {
            /** Step S */
            step_s: number;
            /** Buckets */
            buckets: components["schemas"]["Bucket"][];
        };
        /**
         * InvalidProblem
         * @description The problem of a 422: which fields do not fit, and what is expected of them.
         */
        InvalidProblem: {
            /**
             * Type
             * @constant
             */
            type: "about:blank";
            /** Title */
            title: string;
            /** Status */
            status: number;
            /** Detail */
            detail: string;
            /** Code */
            code: string;
            /** Temporary */
            temporary: boolean;
            /** Request Id */
            request_id: string;
            /** Errors */
            errors: components["schemas"]["FieldError"][];
        };
        /**
         * Listing
         * @description `items` are those of the page, `total` counts those of all pages.
         */
        Listing_AuditEntry_: {
            /** Items */
            items: components["schemas"]["AuditEntry"][];
            /** Total */
            total: number;
        };
        /**
         * Listing
         * @description `items` are those of the page, `total` counts those of all pages.
         */
        Listing_CustomerRecord_: {
            /** Items */
            items: components["schemas"]["CustomerRecord"][];
            /** Total */
            total: number;
        };
        /**
         * Listing
         * @description `items` are those of the page, `total` counts those of all pages.
         */
        Listing_MitraRecord_: {
            /** Items */
            items: components["schemas"]["MitraRecord"][];
            /** Total */
            total: number;
        };
        /**
         * Listing
         * @description `items` are those of the page, `total` counts those of all pages.
         */
        Listing_RequestView_: {
            /** Items */
            items: components["schemas"]["RequestView"][];
            /** Total */
            total: number;
        };
        /**
         * Listing
         * @description `items` are those of the page, `total` counts those of all pages.
         */
        Listing_SessionRow_: {
            /** Items */
            items: components["schemas"]["SessionRow"][];
            /** Total */
            total: number;
        };
        /**
         * Listing
         * @description `items` are those of the page, `total` counts those of all pages.
         */
        Listing_UserView_: {
            /** Items */
            items: components["schemas"]["UserView"][];
            /** Total */
            total: number;
        };
        /**
         * Log
         * @description Periods that touch the time asked; `total_online_s` counts the seconds within it, `days` the
         *     same by day, those without any left out.
         */
        Log: {
            /** Items */
            items: components["schemas"]["Period"][];
            /** Total */
            total: number;
            /** Total Online S */
            total_online_s: number;
            /** Days */
            days: components["schemas"]["Day"][];
        };
        /** MitraChange */
        MitraChange: {
            /**
             * Phone
             * Format: phone
             */
            phone?: string;
            /**
             * Display Name
             * Format: display-name
             */
            display_name?: string;
            /** Weight */
            weight?: number;
            /** Active */
            active?: boolean;
        };
        /**
         * MitraRecord
         * @description `online` is what the server observes, `sessions` counts the live ones.
         */
        MitraRecord: {
            /** Id */
            id: string;
            /** Phone */
            phone: string;
            /** Display Name */
            display_name: string;
            /** Weight */
            weight: number;
            /** Active */
            active: boolean;
            /** Online */
            online: boolean;
            /** Sessions */
            sessions: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * NewMitra
         * @description `phone` may be typed as 08…
         */
        NewMitra: {
            /**
             * Phone
             * Format: phone
             */
            phone: string;
            /**
             * Display Name
             * Format: display-name
             */
            display_name: string;
            /**
             * Weight
             * @default 1
             */
            weight: number;
            /**
             * Active
             * @default true
             */
            active: boolean;
        };
        /** NewUser */
        NewUser: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /**
             * Display Name
             * Format: user-name
             */
            display_name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "admin" | "operator";
            /**
             * Active
             * @default true
             */
            active: boolean;
            /**
             * Password
             * Format: new-password
             */
            password: string;
        };
        /**
         * Offer
         * @description How a request stands, or ended, for one mitra; "skipped" has the reason why. `offered_at` is
         *     null for one on whose screen it never was.
         */
        Offer: {
            /** Mitra Id */
            mitra_id: string;
            /** Display Name */
            display_name: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "offered" | "won" | "taken" | "declined" | "withdrawn" | "expired" | "skipped";
            /** Reason */
            reason: string | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Offered At
             * @default null
             */
            offered_at: string | null;
        };
        /** Party */
        Party: {
            /** Id */
            id: string;
            /** Display Name */
            display_name: string;
        };
        /** PasswordChange */
        PasswordChange: {
            /** Current */
            current: string;
            /**
             * New
             * Format: new-password
             */
            new: string;
        };
        /**
         * Period
         * @description One online period; `offline_at` and `reason` are null while it lasts.
         */
        Period: {
            /**
             * Online At
             * Format: date-time
             */
            online_at: string;
            /** Offline At */
            offline_at: string | null;
            /** Reason */
            reason: ("mitra" | "heartbeat_lost" | "control_center" | "deactivated" | "node_lost") | null;
        };
        /** PersonAccount */
        PersonAccount: {
            /** Customer Id */
            customer_id: string;
            /** Display Name */
            display_name: string;
            /** Registered Via */
            registered_via: ("phone" | "google" | "apple" | "facebook") | null;
            /** Registered At */
            registered_at: string | null;
            /** Phone */
            phone: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /** PersonAudit */
        PersonAudit: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Action */
            action: string;
            /** Subject Kind */
            subject_kind: string;
            /** Subject Id */
            subject_id: string | null;
            /** Before */
            before: {
                [key: string]: unknown;
            } | null;
            /** After */
            after: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * PersonBestie
         * @description Who had the session, from when to when; `reason` is why it went to them, if one was told.
         */
        PersonBestie: {
            /** Bestie */
            bestie: string;
            /**
             * From At
             * Format: date-time
             */
            from_at: string;
            /** To At */
            to_at: string | null;
            /** Reason */
            reason: string | null;
        };
        /**
         * PersonIdentity
         * @description `uid` is what the identity provider calls this person.
         */
        PersonIdentity: {
            /** Uid */
            uid: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /** PersonLogin */
        PersonLogin: {
            /** Login Id */
            login_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Ended At */
            ended_at: string | null;
        };
        /**
         * PersonRequest
         * @description `offers` counts the mitra by what became of their offer.
         */
        PersonRequest: {
            /** Request Id */
            request_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "accepted" | "cancelled" | "expired";
            /** Reason */
            reason: string | null;
            /**
             * Pairing Method
             * @enum {string}
             */
            pairing_method: "blast" | "round_robin" | "weighted_round_robin";
            /** Terms */
            terms: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Closed At */
            closed_at: string | null;
            /** Offers */
            offers: {
                [key: string]: number;
            };
        };
        /** PersonSession */
        PersonSession: {
            /** Session Id */
            session_id: string;
            /** Request Id */
            request_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "pending_payment" | "active" | "ended";
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Ends At */
            ends_at: string | null;
            /** Ended At */
            ended_at: string | null;
            /** End Reason */
            end_reason: ("customer" | "mitra" | "control_center" | "payment_timeout" | "time_up") | null;
            /** Besties */
            besties: components["schemas"]["PersonBestie"][];
        };
        /** PersonalData */
        PersonalData: {
            /**
             * Exported At
             * Format: date-time
             */
            exported_at: string;
            customer: components["schemas"]["PersonAccount"];
            /** Identities */
            identities: components["schemas"]["PersonIdentity"][];
            /** Logins */
            logins: components["schemas"]["PersonLogin"][];
            /** Requests */
            requests: components["schemas"]["PersonRequest"][];
            /** Sessions */
            sessions: components["schemas"]["PersonSession"][];
            /** Audit Log */
            audit_log: components["schemas"]["PersonAudit"][];
        };
        /** Price */
        Price: {
            /** Duration Min */
            duration_min: number;
            /** Price Idr */
            price_idr: number;
        };
        /** PriceTerms */
        PriceTerms: {
            /** Duration Min */
            duration_min: number;
            /** Price Idr */
            price_idr: number;
        };
        /**
         * Problem
         * @description RFC 9457, with a stable `code`, and `temporary`: whether trying again can help.
         */
        Problem: {
            /**
             * Type
             * @constant
             */
            type: "about:blank";
            /** Title */
            title: string;
            /** Status */
            status: number;
            /** Detail */
            detail: string;
            /** Code */
            code: string;
            /** Temporary */
            temporary: boolean;
            /** Request Id */
            request_id: string;
        };
        /**
         * Ready
         * @description `status` is the worst of `checks`, each dependency by its name.
         */
        Ready: {
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "degraded" | "failed";
            /** Checks */
            checks: {
                [key: string]: "ok" | "degraded" | "failed";
            };
        };
        /**
         * RequestDetailView
         * @description With the ledger: how the request stands, or ended, for each mitra it concerned.
         */
        RequestDetailView: {
            /** Request Id */
            request_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "accepted" | "cancelled" | "expired";
            /** Reason */
            reason: string | null;
            /**
             * Pairing Method
             * @enum {string}
             */
            pairing_method: "blast" | "round_robin" | "weighted_round_robin";
            customer: components["schemas"]["Party"];
            mitra: components["schemas"]["Party"] | null;
            /** Session Id */
            session_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Closed At */
            closed_at: string | null;
            /** Offers */
            offers: components["schemas"]["Offer"][];
        };
        /**
         * RequestView
         * @description `session_id` and `mitra` are of the session that came of it, null when none did.
         */
        RequestView: {
            /** Request Id */
            request_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "accepted" | "cancelled" | "expired";
            /** Reason */
            reason: string | null;
            /**
             * Pairing Method
             * @enum {string}
             */
            pairing_method: "blast" | "round_robin" | "weighted_round_robin";
            customer: components["schemas"]["Party"];
            mitra: components["schemas"]["Party"] | null;
            /** Session Id */
            session_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Closed At */
            closed_at: string | null;
        };
        /** Reroute */
        Reroute: {
            /**
             * Mitra Id
             * Format: uuid
             */
            mitra_id: string;
            /**
             * Reason
             * @default null
             */
            reason: string | null;
            /**
             * Override Capacity
             * @default false
             */
            override_capacity: boolean;
        };
        /** SessionAnswer */
        SessionAnswer: {
            session: components["schemas"]["SessionView"];
        };
        /**
         * SessionDetailView
         * @description `assignments` begin with the accept; each begins where the one before it ends.
         */
        SessionDetailView: {
            /** Session Id */
            session_id: string;
            /** Request Id */
            request_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "pending_payment" | "active" | "ended";
            customer: components["schemas"]["Party"];
            mitra: components["schemas"]["Party"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Ends At */
            ends_at: string | null;
            /** Ended At */
            ended_at: string | null;
            /** End Reason */
            end_reason: ("customer" | "mitra" | "control_center" | "payment_timeout" | "time_up") | null;
            /** Needs Reroute */
            needs_reroute: boolean;
            /** Assignments */
            assignments: components["schemas"]["AssignmentView"][];
        };
        /**
         * SessionRow
         * @description `needs_reroute`: it runs on, and its mitra was deactivated.
         */
        SessionRow: {
            /** Session Id */
            session_id: string;
            /** Request Id */
            request_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "pending_payment" | "active" | "ended";
            customer: components["schemas"]["Party"];
            mitra: components["schemas"]["Party"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Ends At */
            ends_at: string | null;
            /** Ended At */
            ended_at: string | null;
            /** End Reason */
            end_reason: ("customer" | "mitra" | "control_center" | "payment_timeout" | "time_up") | null;
            /** Needs Reroute */
            needs_reroute: boolean;
        };
        /** SessionView */
        SessionView: {
            /** Session Id */
            session_id: string;
            /** Request Id */
            request_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "pending_payment" | "active" | "ended";
            customer: components["schemas"]["Party"];
            mitra: components["schemas"]["Party"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Ends At */
            ends_at: string | null;
            /** Ended At */
            ended_at: string | null;
        };
        /**
         * Settings
         * @description What the control center changes at run time; `version` grows with each change.
         */
        Settings: {
            /** Version */
            version: number;
            /** Anonymity Enabled */
            anonymity_enabled: boolean;
            /** Max Customers Per Mitra */
            max_customers_per_mitra: number;
            /**
             * Pairing Method
             * @enum {string}
             */
            pairing_method: "blast" | "round_robin" | "weighted_round_robin";
            /** Offer Timeout S */
            offer_timeout_s: number;
            /** Request Timeout S */
            request_timeout_s: number;
            /** Heartbeat Interval S */
            heartbeat_interval_s: number;
            /** Presence Timeout S */
            presence_timeout_s: number;
            /** Payment Timeout S */
            payment_timeout_s: number;
            trial: components["schemas"]["Trial"];
            /** Price List */
            price_list: components["schemas"]["Price"][];
        };
        /**
         * SettingsChange
         * @description `version` is the one that was read; what is left out stays.
         */
        SettingsChange: {
            /** Version */
            version: number;
            /** Anonymity Enabled */
            anonymity_enabled?: boolean;
            /** Max Customers Per Mitra */
            max_customers_per_mitra?: number;
            /**
             * Pairing Method
             * @enum {string}
             */
            pairing_method?: "blast" | "round_robin" | "weighted_round_robin";
            /** Offer Timeout S */
            offer_timeout_s?: number;
            /** Request Timeout S */
            request_timeout_s?: number;
            /** Heartbeat Interval S */
            heartbeat_interval_s?: number;
            /** Presence Timeout S */
            presence_timeout_s?: number;
            /** Payment Timeout S */
            payment_timeout_s?: number;
            trial?: components["schemas"]["TrialChange"];
            /** Price List */
            price_list?: components["schemas"]["PriceTerms"][];
        };
        /** Trial */
        Trial: {
            /** Enabled */
            enabled: boolean;
            /** Duration Min */
            duration_min: number;
        };
        /** TrialChange */
        TrialChange: {
            /** Enabled */
            enabled?: boolean;
            /** Duration Min */
            duration_min?: number;
        };
        /** UserAnswer */
        UserAnswer: {
            user: components["schemas"]["UserView"];
        };
        /** UserChange */
        UserChange: {
            /**
             * Email
             * Format: email
             */
            email?: string;
            /**
             * Display Name
             * Format: user-name
             */
            display_name?: string;
            /**
             * Role
             * @enum {string}
             */
            role?: "admin" | "operator";
            /** Active */
            active?: boolean;
        };
        /** UserView */
        UserView: {
            /** Id */
            id: string;
            /** Email */
            email: string;
            /** Display Name */
            display_name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "admin" | "operator";
            /** Active */
            active: boolean;
        };
        /** Version */
        Version: {
            /** Version */
            version: string;
            /** Node Id */
            node_id: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_livez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    get_readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description See the content. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
        };
    };
    get_version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    post_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
                };
            };
            /** @description * `bad_json`: The body is no JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad_json";
                    };
                };
            };
            /** @description * `invalid_credentials`: E-mail or password is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_credentials";
                    };
                };
            };
            /** @description * `cross_site`: This request comes from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "cross_site";
                    };
                };
            };
            /** @description * `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `too_many_attempts`: Too many tries; wait a little. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_attempts";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    post_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    post_me_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description * `bad_json`: The body is no JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad_json";
                    };
                };
            };
            /**
             * @description * `invalid_credentials`: E-mail or password is wrong.
             *     * `not_authenticated`: Log in first.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_credentials" | "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /** @description * `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `too_many_attempts`: Too many tries; wait a little. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_attempts";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_users: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                order?: "asc" | "desc";
                q?: string | null;
                sort?: "created_at" | "email" | "display_name" | "role" | "active";
                role?: ("admin" | "operator") | null;
                active?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing_UserView_"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    post_users: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description * `bad_json`: The body is no JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad_json";
                    };
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /** @description * `email_taken`: Another user has this e-mail. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "email_taken";
                    };
                };
            };
            /** @description * `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_users_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /**
             * @description * `user_not_found`: There is no such user.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "user_not_found" | "not_found";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    delete_users_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /**
             * @description * `user_not_found`: There is no such user.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "user_not_found" | "not_found";
                    };
                };
            };
            /** @description * `last_admin`: The last active admin stays. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "last_admin";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    patch_users_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description * `bad_json`: The body is no JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad_json";
                    };
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /**
             * @description * `user_not_found`: There is no such user.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "user_not_found" | "not_found";
                    };
                };
            };
            /**
             * @description * `email_taken`: Another user has this e-mail.
             *     * `last_admin`: The last active admin stays.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "email_taken" | "last_admin";
                    };
                };
            };
            /** @description * `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_mitras: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                order?: "asc" | "desc";
                q?: string | null;
                sort?: "created_at" | "display_name" | "weight" | "active" | "online" | "sessions";
                active?: boolean | null;
                online?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing_MitraRecord_"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    post_mitras: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMitra"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MitraRecord"];
                };
            };
            /** @description * `bad_json`: The body is no JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad_json";
                    };
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /** @description * `phone_taken`: Another mitra has this phone number. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "phone_taken";
                    };
                };
            };
            /** @description * `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /**
             * @description * `invalid_phone`: This is no phone number.
             *     * `invalid_display_name`: A display name has 1 to 40 visible characters.
             *     * `invalid_data`: The data does not fit.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_phone" | "invalid_display_name" | "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_mitras_mitra_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mitra_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MitraRecord"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /**
             * @description * `mitra_not_found`: There is no such mitra.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "mitra_not_found" | "not_found";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    patch_mitras_mitra_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mitra_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MitraChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MitraRecord"];
                };
            };
            /** @description * `bad_json`: The body is no JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad_json";
                    };
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /**
             * @description * `mitra_not_found`: There is no such mitra.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "mitra_not_found" | "not_found";
                    };
                };
            };
            /** @description * `phone_taken`: Another mitra has this phone number. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "phone_taken";
                    };
                };
            };
            /** @description * `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /**
             * @description * `invalid_phone`: This is no phone number.
             *     * `invalid_display_name`: A display name has 1 to 40 visible characters.
             *     * `invalid_data`: The data does not fit.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_phone" | "invalid_display_name" | "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    post_mitras_mitra_id_offline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mitra_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /**
             * @description * `mitra_not_found`: There is no such mitra.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "mitra_not_found" | "not_found";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_mitras_mitra_id_online_log: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                order?: "asc" | "desc";
                sort?: "online_at" | "offline_at";
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path: {
                mitra_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Log"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /**
             * @description * `mitra_not_found`: There is no such mitra.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "mitra_not_found" | "not_found";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_customers: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                order?: "asc" | "desc";
                q?: string | null;
                sort?: "created_at" | "display_name";
                registered?: boolean | null;
                registered_via?: ("phone" | "google" | "apple" | "facebook") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing_CustomerRecord_"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_customers_customer_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerRecord"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /**
             * @description * `customer_not_found`: There is no such customer.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "customer_not_found" | "not_found";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_customers_customer_id_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalData"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /**
             * @description * `customer_not_found`: There is no such customer.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "customer_not_found" | "not_found";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    post_customers_customer_id_erase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Erasure"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasedAnswer"];
                };
            };
            /** @description * `bad_json`: The body is no JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad_json";
                    };
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /**
             * @description * `customer_not_found`: There is no such customer.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "customer_not_found" | "not_found";
                    };
                };
            };
            /** @description * `customer_busy`: A request is open or a session runs; end it first. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "customer_busy";
                    };
                };
            };
            /** @description * `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    patch_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description * `bad_json`: The body is no JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad_json";
                    };
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /** @description * `settings_changed`: Somebody changed the settings; read them again. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "settings_changed";
                    };
                };
            };
            /** @description * `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_dashboard_stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_dashboard_history: {
        parameters: {
            query?: {
                range?: "hour" | "day";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_requests: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                order?: "asc" | "desc";
                q?: string | null;
                sort?: "created_at" | "closed_at" | "expires_at" | "state" | "customer_name";
                state?: ("open" | "accepted" | "cancelled" | "expired") | null;
                customer_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing_RequestView_"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_requests_request_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestDetailView"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /**
             * @description * `request_not_found`: There is no such request.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_not_found" | "not_found";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    post_requests_request_id_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /**
             * @description * `request_not_found`: There is no such request.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_not_found" | "not_found";
                    };
                };
            };
            /** @description * `request_closed`: This request is closed already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_closed";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_sessions: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                order?: "asc" | "desc";
                q?: string | null;
                sort?: "created_at" | "started_at" | "ended_at" | "state" | "customer_name" | "mitra_name";
                state?: ("pending_payment" | "active" | "ended") | null;
                live?: boolean | null;
                needs_reroute?: boolean | null;
                mitra_id?: string | null;
                customer_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing_SessionRow_"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_sessions_session_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDetailView"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /**
             * @description * `session_not_found`: There is no such session.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "session_not_found" | "not_found";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    post_sessions_session_id_reroute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reroute"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description * `bad_json`: The body is no JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad_json";
                    };
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /**
             * @description * `session_not_found`: There is no such session.
             *     * `mitra_not_found`: There is no such mitra.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "session_not_found" | "mitra_not_found" | "not_found";
                    };
                };
            };
            /**
             * @description * `session_closed`: This session has ended already.
             *     * `same_mitra`: This mitra has the session already.
             *     * `mitra_inactive`: This mitra is not active.
             *     * `mitra_offline`: This mitra is offline.
             *     * `mitra_full`: This mitra has no room.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "session_closed" | "same_mitra" | "mitra_inactive" | "mitra_offline" | "mitra_full";
                    };
                };
            };
            /** @description * `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    post_sessions_session_id_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["End"];
            };
        };
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description * `bad_json`: The body is no JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "bad_json";
                    };
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /**
             * @description * `wrong_role`: This login is of another role.
             *     * `cross_site`: This request comes from another site.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role" | "cross_site";
                    };
                };
            };
            /**
             * @description * `session_not_found`: There is no such session.
             *     * `not_found`: There is no such thing.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "session_not_found" | "not_found";
                    };
                };
            };
            /** @description * `session_closed`: This session has ended already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "session_closed";
                    };
                };
            };
            /** @description * `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description * `unsupported_media_type`: Send application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_requests_csv: {
        parameters: {
            query?: {
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_sessions_csv: {
        parameters: {
            query?: {
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_online_log_csv: {
        parameters: {
            query?: {
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_audit_log: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                order?: "asc" | "desc";
                q?: string | null;
                sort?: "at" | "action" | "user_name";
                action?: string | null;
                user_id?: string | null;
                subject_kind?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing_AuditEntry_"];
                };
            };
            /** @description * `not_authenticated`: Log in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_authenticated";
                    };
                };
            };
            /** @description * `wrong_role`: This login is of another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wrong_role";
                    };
                };
            };
            /** @description * `invalid_data`: The data does not fit. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["InvalidProblem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_data";
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    get_openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description * `unavailable`: This is not possible right now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    get_docs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    get_docs_reader_js: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    get_docs_reader_css: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/css": string;
                };
            };
            /** @description * `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
}
