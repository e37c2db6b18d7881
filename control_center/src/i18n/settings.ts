/** Words of the settings: each with what it does, what it touches and what it leaves alone. */
import { words } from "./words";

export const settings = words(
  {
    settings: {
      title: "Setelan",
      read_only: "Hanya admin yang boleh mengubah setelan.",
      applies:
        "Perubahan berlaku untuk pasangan berikutnya, dalam satu detik, tanpa memutus sesi yang berjalan.",
      saved: "Setelan tersimpan",
      nothing: "Belum ada yang diubah.",
      group: {
        pairing: "Memasangkan",
        presence: "Kehadiran mitra",
        customers: "Customer",
        money: "Durasi dan harga",
      },
      field: {
        anonymity_enabled: "Boleh anonim",
        max_customers_per_mitra: "Maksimum customer per mitra",
        pairing_method: "Cara memasangkan",
        offer_timeout_s: "Batas waktu tawaran (detik)",
        request_timeout_s: "Batas waktu tunggu customer (detik)",
        heartbeat_interval_s: "Selang tanda hidup (detik)",
        presence_timeout_s: "Dianggap offline setelah (detik)",
        payment_timeout_s: "Batas waktu pembayaran (detik)",
        trial_enabled: "Coba gratis",
        trial_duration_min: "Lama coba gratis (menit)",
        price_list: "Daftar harga",
        duration_min: "Durasi (menit)",
        price_idr: "Harga (rupiah)",
      },
      help: {
        anonymity_enabled:
          "Mati: login anonim baru ditolak, dan customer anonim harus mendaftar sebelum permintaan berikutnya. Sesi yang berjalan tidak diputus.",
        max_customers_per_mitra:
          "1–100. Mitra yang sudah di atas batas baru tetap memegang semua sesinya, dan baru ditawari lagi setelah turun di bawah batas.",
        pairing_method:
          "Serentak: semua yang ada tempat ditawari, yang pertama menerima menang. Bergiliran: satu per satu. Permintaan yang sedang menunggu tetap memakai cara lamanya.",
        offer_timeout_s:
          "1–86.400. Hanya untuk cara bergiliran: setelah ini tawaran pindah ke mitra berikutnya. Yang sedang menunggu tetap memakai batas lamanya.",
        request_timeout_s:
          "1–86.400. Setelah ini customer diberi tahu dengan jujur bahwa belum ada bestie. Yang sedang menunggu tetap memakai batas lamanya.",
        heartbeat_interval_s:
          "1–60. Seberapa sering aplikasi memberi tanda hidup. Aplikasi yang tersambung diberi tahu saat itu juga; tidak ada sesi yang diputus.",
        presence_timeout_s:
          "Paling sedikit dua kali selang tanda hidup, paling banyak 3.600. Mitra yang diam selama ini menjadi offline, juga yang sekarang online; sesinya tidak diputus.",
        payment_timeout_s:
          "1–86.400. Sesi yang belum dibayar sampai batas ini berakhir. Sesi yang sudah ada tetap memakai batas lamanya.",
        trial_enabled:
          "Hanya untuk customer yang baru mendaftar. Permintaan yang sudah dibuat tetap memakai syarat lamanya.",
        trial_duration_min:
          "1–1.440. Permintaan yang sudah dibuat tetap memakai lama coba yang lama.",
        price_list:
          "Satu harga untuk setiap durasi. Permintaan menyimpan harga saat dibuat; sesi lama tidak berubah.",
      },
      presence_short: "Paling sedikit dua kali selang tanda hidup (%{min}).",
      duration_twice: "Durasi ini sudah ada di daftar.",
      about: "≈ %{age}",
      on: "Ya",
      off: "Tidak",
      conflict: {
        title: "Setelan diubah orang lain sementara itu",
        help: "Perubahan kamu belum disimpan, dan tidak hilang. Inilah yang berubah:",
        field: "Setelan",
        before: "Saat kamu buka",
        theirs: "Sekarang",
        mine: "Pilihan kamu",
        untouched: "(tidak kamu ubah)",
        keep: "Simpan pilihan saya di atas yang baru",
        drop: "Buang pilihan saya, pakai yang sekarang",
        back: "Kembali menyunting",
      },
    },
  },
  {
    settings: {
      title: "Settings",
      read_only: "Only admins may change the settings.",
      applies:
        "A change governs the next pairing, within a second, and never cuts a running session.",
      saved: "Settings saved",
      nothing: "Nothing is changed yet.",
      group: {
        pairing: "Pairing",
        presence: "Presence of the mitra",
        customers: "Customers",
        money: "Durations and prices",
      },
      field: {
        anonymity_enabled: "Anonymity allowed",
        max_customers_per_mitra: "Maximum customers per mitra",
        pairing_method: "Pairing method",
        offer_timeout_s: "Time limit of an offer (seconds)",
        request_timeout_s: "Waiting limit of a customer (seconds)",
        heartbeat_interval_s: "Heartbeat interval (seconds)",
        presence_timeout_s: "Taken for offline after (seconds)",
        payment_timeout_s: "Time limit of a payment (seconds)",
        trial_enabled: "Free trial",
        trial_duration_min: "Length of the trial (minutes)",
        price_list: "Price list",
        duration_min: "Duration (minutes)",
        price_idr: "Price (rupiah)",
      },
      help: {
        anonymity_enabled:
          "Off: new anonymous logins are refused, and anonymous customers must register before the next request. A running session is not cut.",
        max_customers_per_mitra:
          "1–100. A mitra above the new maximum keeps all sessions and is offered nothing until below it.",
        pairing_method:
          "All at once: everyone with room is offered it, the first accept wins. One after the other: in turn. Requests that wait keep their method.",
        offer_timeout_s:
          "1–86,400. For the methods in turn only: after this the offer goes to the next mitra. Who waits now keeps the old limit.",
        request_timeout_s:
          "1–86,400. After this the customer is honestly told that no bestie is free. Who waits now keeps the old limit.",
        heartbeat_interval_s:
          "1–60. How often the apps say that they are alive. Connected apps are told at once; no session is cut.",
        presence_timeout_s:
          "At least twice the heartbeat interval, at most 3,600. A mitra who is silent for so long goes offline, who is online now, too; sessions are not cut.",
        payment_timeout_s:
          "1–86,400. A session that is not paid by then ends. Sessions that exist keep the old limit.",
        trial_enabled:
          "For customers who have just registered only. Requests that were made keep their terms.",
        trial_duration_min: "1–1,440. Requests that were made keep the old length.",
        price_list:
          "One price for each duration. A request keeps the prices it was made under; old sessions do not change.",
      },
      presence_short: "At least twice the heartbeat interval (%{min}).",
      duration_twice: "This duration is in the list already.",
      about: "≈ %{age}",
      on: "Yes",
      off: "No",
      conflict: {
        title: "Somebody else has changed the settings",
        help: "Your changes are not saved, and not lost. This is what changed:",
        field: "Setting",
        before: "When you opened it",
        theirs: "Now",
        mine: "Your choice",
        untouched: "(you left it)",
        keep: "Save my choices on top of the new ones",
        drop: "Drop my choices, take the present ones",
        back: "Go on editing",
      },
    },
  },
);
