/** Written by `npm run types` from docs/openapi-public.json. Do not edit. */

export type paths = Record<string, never>;
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
        /** AppConfig */
        AppConfig: {
            /** Anonymity Enabled */
            anonymity_enabled: boolean;
            /** Heartbeat Interval S */
            heartbeat_interval_s: number;
            identity: components["schemas"]["IdentityConfig"];
            /** Price List */
            price_list: components["schemas"]["Price"][];
            trial: components["schemas"]["Trial"];
        };
        /** CustomerAnswer */
        CustomerAnswer: {
            customer: components["schemas"]["CustomerView"];
        };
        /** CustomerLink */
        CustomerLink: {
            /** Id Token */
            id_token: string;
        };
        /**
         * CustomerLoggedIn
         * @description `token` goes into `Authorization: Bearer`; it is shown this once.
         */
        CustomerLoggedIn: {
            customer: components["schemas"]["CustomerView"];
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Token */
            token: string;
        };
        /**
         * CustomerLogin
         * @description `display_name` is needed the first time, and changes nothing afterwards.
         */
        CustomerLogin: {
            /**
             * Display Name
             * @default null
             */
            display_name?: string | null;
            /** Id Token */
            id_token: string;
        };
        /** CustomerRename */
        CustomerRename: {
            /**
             * Display Name
             * Format: display-name
             */
            display_name: string;
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
        /** DevCode */
        DevCode: {
            /** Code */
            code: string;
        };
        /** DevIdToken */
        DevIdToken: {
            /** Id Token */
            id_token: string;
        };
        /** DevOtp */
        DevOtp: {
            /**
             * Phone
             * Format: phone
             */
            phone: string;
        };
        /**
         * DevSignIn
         * @description `phone` needs `phone` and `code`, a social provider `subject`.
         *
         *     `name` plays the social name; `link_to` is an ID token whose user keeps its uid.
         */
        DevSignIn: {
            /**
             * Code
             * @default null
             */
            code?: string | null;
            /**
             * Link To
             * @default null
             */
            link_to?: string | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Phone
             * @default null
             */
            phone?: string | null;
            /**
             * Provider
             * @enum {string}
             */
            provider: "anonymous" | "phone" | "google" | "apple" | "facebook";
            /**
             * Subject
             * @default null
             */
            subject?: string | null;
        } & (unknown & unknown & unknown);
        /** FieldError */
        FieldError: {
            /** Field */
            field: string;
            /** Message */
            message: string;
        };
        /**
         * IdentityConfig
         * @description `firebase` is the public web configuration, null where the provider has none.
         */
        IdentityConfig: {
            /** Firebase */
            firebase: {
                [key: string]: unknown;
            } | null;
            /**
             * Provider
             * @enum {string}
             */
            provider: "firebase" | "emulator" | "local";
        };
        /**
         * InvalidProblem
         * @description The problem of a 422: which fields do not fit, and what is expected of them.
         */
        InvalidProblem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Errors */
            errors: components["schemas"]["FieldError"][];
            /** Request Id */
            request_id: string;
            /** Status */
            status: number;
            /** Temporary */
            temporary: boolean;
            /** Title */
            title: string;
            /**
             * Type
             * @constant
             */
            type: "about:blank";
        };
        /**
         * Log
         * @description Periods that touch the time asked; `total_online_s` counts the seconds within it, `days` the
         *     same by day, those without any left out.
         */
        Log: {
            /** Days */
            days: components["schemas"]["Day"][];
            /** Items */
            items: components["schemas"]["Period"][];
            /** Total */
            total: number;
            /** Total Online S */
            total_online_s: number;
        };
        /** MitraAnswer */
        MitraAnswer: {
            mitra: components["schemas"]["MitraView"];
        };
        /** MitraCard */
        MitraCard: {
            /** Display Name */
            display_name: string;
            /** Id */
            id: string;
        };
        /**
         * MitraLoggedIn
         * @description `token` goes into `Authorization: Bearer`; it is shown this once.
         */
        MitraLoggedIn: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            mitra: components["schemas"]["MitraView"];
            /** Token */
            token: string;
        };
        /**
         * MitraLogin
         * @description The ID token of somebody who has just signed in by phone.
         */
        MitraLogin: {
            /** Id Token */
            id_token: string;
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
         * OwnSession
         * @description A session as its customer sees it, with the mitra who had it last; `end_reason` is null
         *     while it runs.
         */
        OwnSession: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** End Reason */
            end_reason: ("customer" | "mitra" | "control_center" | "payment_timeout" | "time_up") | null;
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
        /**
         * OwnSessions
         * @description `items` are those of the page, `total` counts those of all pages.
         */
        OwnSessions: {
            /** Items */
            items: components["schemas"]["OwnSession"][];
            /** Total */
            total: number;
        };
        /**
         * Period
         * @description One online period; `offline_at` and `reason` are null while it lasts.
         */
        Period: {
            /** Offline At */
            offline_at: string | null;
            /**
             * Online At
             * Format: date-time
             */
            online_at: string;
            /** Reason */
            reason: ("mitra" | "heartbeat_lost" | "control_center" | "deactivated" | "node_lost") | null;
        };
        /** Price */
        Price: {
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
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Request Id */
            request_id: string;
            /** Status */
            status: number;
            /** Temporary */
            temporary: boolean;
            /** Title */
            title: string;
            /**
             * Type
             * @constant
             */
            type: "about:blank";
        };
        /**
         * Ready
         * @description `status` is the worst of `checks`, each dependency by its name.
         */
        Ready: {
            /** Checks */
            checks: {
                [key: string]: "ok" | "degraded" | "failed";
            };
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "degraded" | "failed";
        };
        /** Trial */
        Trial: {
            /** Duration Min */
            duration_min: number;
            /** Enabled */
            enabled: boolean;
        };
        /** Version */
        Version: {
            /** Node Id */
            node_id: string;
            /** Version */
            version: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Alive = components['schemas']['Alive'];
export type AppConfig = components['schemas']['AppConfig'];
export type CustomerAnswer = components['schemas']['CustomerAnswer'];
export type CustomerLink = components['schemas']['CustomerLink'];
export type CustomerLoggedIn = components['schemas']['CustomerLoggedIn'];
export type CustomerLogin = components['schemas']['CustomerLogin'];
export type CustomerRename = components['schemas']['CustomerRename'];
export type CustomerView = components['schemas']['CustomerView'];
export type Day = components['schemas']['Day'];
export type DevCode = components['schemas']['DevCode'];
export type DevIdToken = components['schemas']['DevIdToken'];
export type DevOtp = components['schemas']['DevOtp'];
export type DevSignIn = components['schemas']['DevSignIn'];
export type FieldError = components['schemas']['FieldError'];
export type IdentityConfig = components['schemas']['IdentityConfig'];
export type InvalidProblem = components['schemas']['InvalidProblem'];
export type Log = components['schemas']['Log'];
export type MitraAnswer = components['schemas']['MitraAnswer'];
export type MitraCard = components['schemas']['MitraCard'];
export type MitraLoggedIn = components['schemas']['MitraLoggedIn'];
export type MitraLogin = components['schemas']['MitraLogin'];
export type MitraView = components['schemas']['MitraView'];
export type OwnSession = components['schemas']['OwnSession'];
export type OwnSessions = components['schemas']['OwnSessions'];
export type Period = components['schemas']['Period'];
export type Price = components['schemas']['Price'];
export type Problem = components['schemas']['Problem'];
export type Ready = components['schemas']['Ready'];
export type Trial = components['schemas']['Trial'];
export type Version = components['schemas']['Version'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

/** Every call of the public listener. */
export interface Calls {
  "GET /livez": { body: undefined; query: {  }; ok: Alive; code: "internal_error" };
  "GET /readyz": { body: undefined; query: {  }; ok: Ready; code: "internal_error" };
  "GET /version": { body: undefined; query: {  }; ok: Version; code: "internal_error" };
  "GET /v1/app-config": { body: undefined; query: {  }; ok: AppConfig; code: "internal_error" | "unavailable" };
  "POST /v1/customer/login": { body: CustomerLogin; query: {  }; ok: CustomerLoggedIn; code: "bad_json" | "invalid_id_token" | "registration_required" | "body_too_large" | "unsupported_media_type" | "display_name_required" | "invalid_display_name" | "invalid_data" | "too_many_attempts" | "internal_error" | "identity_unavailable" | "unavailable" };
  "POST /v1/customer/link": { body: CustomerLink; query: {  }; ok: CustomerAnswer; code: "bad_json" | "invalid_id_token" | "not_authenticated" | "wrong_role" | "credential_in_use" | "already_registered" | "body_too_large" | "unsupported_media_type" | "invalid_data" | "internal_error" | "identity_unavailable" | "unavailable" };
  "GET /v1/customer/me": { body: undefined; query: {  }; ok: CustomerAnswer; code: "not_authenticated" | "wrong_role" | "internal_error" | "unavailable" };
  "PATCH /v1/customer/me": { body: CustomerRename; query: {  }; ok: CustomerAnswer; code: "bad_json" | "not_authenticated" | "wrong_role" | "body_too_large" | "unsupported_media_type" | "invalid_display_name" | "invalid_data" | "internal_error" | "unavailable" };
  "GET /v1/customer/sessions": { body: undefined; query: { page?: string | number; per_page?: string | number }; ok: OwnSessions; code: "not_authenticated" | "wrong_role" | "invalid_data" | "internal_error" | "unavailable" };
  "POST /v1/mitra/login": { body: MitraLogin; query: {  }; ok: MitraLoggedIn; code: "bad_json" | "invalid_id_token" | "phone_sign_in_required" | "mitra_unknown" | "mitra_inactive" | "body_too_large" | "unsupported_media_type" | "invalid_data" | "too_many_attempts" | "internal_error" | "identity_unavailable" | "unavailable" };
  "GET /v1/mitra/me": { body: undefined; query: {  }; ok: MitraAnswer; code: "not_authenticated" | "wrong_role" | "internal_error" | "unavailable" };
  "GET /v1/mitra/online-log": { body: undefined; query: { page?: string | number; per_page?: string | number; order?: string | number; sort?: string | number; from?: string | number; to?: string | number }; ok: Log; code: "not_authenticated" | "wrong_role" | "invalid_data" | "internal_error" | "unavailable" };
  "POST /v1/logout": { body: undefined; query: {  }; ok: undefined; code: "not_authenticated" | "wrong_role" | "internal_error" | "unavailable" };
  "GET /v1/openapi.json": { body: undefined; query: {  }; ok: Record<string, unknown>; code: "internal_error" | "unavailable" };
  "GET /docs": { body: undefined; query: {  }; ok: undefined; code: "internal_error" };
  "GET /docs/reader.js": { body: undefined; query: {  }; ok: undefined; code: "internal_error" };
  "GET /docs/reader.css": { body: undefined; query: {  }; ok: undefined; code: "internal_error" };
  "POST /v1/dev/otp": { body: DevOtp; query: {  }; ok: DevCode; code: "bad_json" | "not_found" | "body_too_large" | "unsupported_media_type" | "invalid_phone" | "invalid_data" | "too_many_attempts" | "internal_error" | "identity_unavailable" | "unavailable" };
  "POST /v1/dev/sign-in": { body: DevSignIn; query: {  }; ok: DevIdToken; code: "bad_json" | "invalid_code" | "expired_code" | "invalid_id_token" | "not_found" | "credential_in_use" | "already_registered" | "body_too_large" | "unsupported_media_type" | "invalid_phone" | "invalid_data" | "internal_error" | "identity_unavailable" | "unavailable" };
}
