/** What is said when something has ended: honest, and never as if the story mattered less. */
import { words } from "@halobestie/kit/words.ts";

export const notices = words(
  {
    expired_title: "Belum ada Bestie yang bisa menemani",
    expired:
      "Saat ini tidak ada Bestie yang kosong. Ini bukan karena ceritamu kurang penting. Coba lagi sebentar lagi, ya.",
    cancelled_title: "Pencarian dibatalkan",
    cancelled: "Tidak apa-apa. Kapan pun kamu siap, kami di sini.",
    cancelled_house_title: "Pencarian dihentikan",
    cancelled_house: "Tim kami menghentikan pencarian ini. Maaf ya; kamu boleh mulai lagi.",
    request_over_title: "Pencarian sudah berakhir",
    request_over:
      "Pencariannya selesai selagi HP kamu tidak tersambung, dan belum ada Bestie yang bisa. Ini bukan karena ceritamu kurang penting; kamu boleh mulai lagi.",
    ended_customer_title: "Sesi selesai",
    ended_customer: "Terima kasih sudah bercerita. Semoga sedikit lebih lega.",
    ended_mitra_title: "Bestie mengakhiri sesi",
    ended_mitra: "Terima kasih sudah bercerita. Kalau masih ada yang mengganjal, kamu boleh mulai lagi.",
    ended_house_title: "Sesi dihentikan",
    ended_house: "Tim kami mengakhiri sesi ini. Maaf ya; kamu boleh mulai lagi.",
    ended_payment_title: "Waktu pembayaran habis",
    ended_payment: "Sesinya belum dimulai, dan tidak ada yang perlu dibayar. Kamu boleh mulai lagi.",
    ended_time_title: "Waktu sesi habis",
    ended_time: "Terima kasih sudah bercerita. Kamu boleh mulai lagi kapan saja.",
    session_over_title: "Sesi sudah selesai",
    session_over: "Sesinya berakhir selagi HP kamu tidak tersambung. Kamu boleh mulai lagi.",
  },
  {
    expired_title: "No bestie is free yet",
    expired:
      "There is no bestie free right now. It is not because your story matters less. Please try again in a little while.",
    cancelled_title: "Search cancelled",
    cancelled: "That is fine. Whenever you are ready, we are here.",
    cancelled_house_title: "Search stopped",
    cancelled_house: "Our team stopped this search. Sorry; you can start again.",
    request_over_title: "The search has ended",
    request_over:
      "It ended while your phone was not connected, and no bestie was free. It is not because your story matters less; you can start again.",
    ended_customer_title: "The session is over",
    ended_customer: "Thank you for talking. We hope it feels a little lighter.",
    ended_mitra_title: "Your bestie ended the session",
    ended_mitra: "Thank you for talking. If something is still on your mind, you can start again.",
    ended_house_title: "The session was stopped",
    ended_house: "Our team ended this session. Sorry; you can start again.",
    ended_payment_title: "The time to pay has run out",
    ended_payment: "The session had not begun, and there is nothing to pay. You can start again.",
    ended_time_title: "The time of the session is over",
    ended_time: "Thank you for talking. You can start again whenever you like.",
    session_over_title: "The session is over",
    session_over: "It ended while your phone was not connected. You can start again.",
  },
);
