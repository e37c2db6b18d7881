/** The names of the lists and of their columns. */
import { words } from "./words";

export const resources = words(
  {
    resources: {
      requests: {
        name: "Permintaan",
        fields: {
          created_at: "Masuk",
          state: "Keadaan",
          customer_name: "Customer",
          mitra_name: "Mitra",
          wait: "Lama menunggu",
          pairing_method: "Cara",
          closed_at: "Selesai",
        },
      },
      sessions: {
        name: "Sesi",
        fields: {
          created_at: "Dibuat",
          started_at: "Mulai",
          ended_at: "Selesai",
          state: "Keadaan",
          customer_name: "Customer",
          mitra_name: "Mitra",
          length: "Lama",
          live: "Masih berjalan",
          needs_reroute: "Perlu dialihkan",
        },
      },
      mitras: {
        name: "Mitra",
        fields: {
          display_name: "Nama",
          phone: "Nomor telepon",
          weight: "Bobot",
          active: "Akun",
          online: "Kehadiran",
          sessions: "Customer",
          created_at: "Dibuat",
        },
      },
      customers: {
        name: "Customer",
        fields: {
          display_name: "Nama",
          registered_via: "Terdaftar lewat",
          registered: "Terdaftar",
          phone: "Nomor telepon",
          created_at: "Pertama datang",
        },
      },
      users: {
        name: "Pengguna",
        fields: {
          email: "E-mail",
          display_name: "Nama",
          role: "Peran",
          active: "Akun",
          password: "Kata sandi",
        },
      },
      "audit-log": {
        name: "Log audit",
        fields: {
          at: "Kapan",
          user_name: "Siapa",
          action: "Apa",
          subject_kind: "Tentang",
          subject_id: "ID",
        },
      },
    },
    filter: {
      q_name: "Cari nama",
      q_mitra: "Cari nama atau nomor",
      q_customer: "Cari nama, atau nomor utuh",
      q_audit: "Cari siapa, apa, atau ID",
      q_user: "Cari nama atau e-mail",
    },
  },
  {
    resources: {
      requests: {
        name: "Request |||| Requests",
        fields: {
          created_at: "Came in",
          state: "State",
          customer_name: "Customer",
          mitra_name: "Mitra",
          wait: "Waited",
          pairing_method: "Method",
          closed_at: "Closed",
        },
      },
      sessions: {
        name: "Session |||| Sessions",
        fields: {
          created_at: "Created",
          started_at: "Started",
          ended_at: "Ended",
          state: "State",
          customer_name: "Customer",
          mitra_name: "Mitra",
          length: "Length",
          live: "Still running",
          needs_reroute: "To be rerouted",
        },
      },
      mitras: {
        name: "Mitra",
        fields: {
          display_name: "Name",
          phone: "Phone number",
          weight: "Weight",
          active: "Account",
          online: "Presence",
          sessions: "Customers",
          created_at: "Created",
        },
      },
      customers: {
        name: "Customer |||| Customers",
        fields: {
          display_name: "Name",
          registered_via: "Registered by",
          registered: "Registered",
          phone: "Phone number",
          created_at: "First came",
        },
      },
      users: {
        name: "User |||| Users",
        fields: {
          email: "E-mail",
          display_name: "Name",
          role: "Role",
          active: "Account",
          password: "Password",
        },
      },
      "audit-log": {
        name: "Audit log",
        fields: {
          at: "When",
          user_name: "Who",
          action: "What",
          subject_kind: "About",
          subject_id: "ID",
        },
      },
    },
    filter: {
      q_name: "Find a name",
      q_mitra: "Find a name or number",
      q_customer: "Find a name, or a whole number",
      q_audit: "Find who, what, or an ID",
      q_user: "Find a name or e-mail",
    },
  },
);
