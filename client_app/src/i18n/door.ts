/** Words at the door: welcome, the own name, signing up. */
import { words } from "@halobestie/kit/words.ts";

export const door = words(
  {
    title: "Halo, Bestie.",
    lead: "Lagi banyak pikiran? Ceritakan ke Bestie yang mau mendengarkan.",
    promise: "Kamu pilih sendiri mau dipanggil siapa. Nama, e-mail, dan foto akun kamu tidak pernah kami simpan.",
    anonymous: "Curhat tanpa nama asli",
    register: "Masuk atau daftar",
    anonymity_off:
      "Saat ini Halo Bestie dipakai dengan akun. Daftarnya sebentar saja, dan nama panggilan tetap kamu yang pilih.",
    ended: "Login kamu sudah berakhir. Silakan masuk lagi.",
    name_title: "Mau dipanggil siapa?",
    name_lead: "Nama ini yang dilihat Bestie. Tidak perlu nama asli.",
    name: "Nama panggilan",
    name_go: "Lanjut",
    sign_up_title: "Masuk atau daftar",
    sign_up_lead: "Pakai nomor HP, atau akun yang sudah kamu punya. Bestie tidak melihat keduanya.",
    or: "atau",
    google: "Lanjut dengan Google",
    apple: "Lanjut dengan Apple",
    facebook: "Lanjut dengan Facebook",
  },
  {
    title: "Halo, Bestie.",
    lead: "A lot on your mind? Tell it to a bestie who wants to listen.",
    promise: "You choose what you are called. We never keep the name, e-mail or picture of your account.",
    anonymous: "Talk without your real name",
    register: "Log in or register",
    anonymity_off:
      "Right now Halo Bestie needs an account. It takes a moment, and you still choose what you are called.",
    ended: "Your login has ended. Please log in again.",
    name_title: "What shall we call you?",
    name_lead: "This is the name your bestie sees. It need not be your real one.",
    name: "The name you choose",
    name_go: "Continue",
    sign_up_title: "Log in or register",
    sign_up_lead: "With a phone number, or an account that you have. Your bestie sees neither.",
    or: "or",
    google: "Continue with Google",
    apple: "Continue with Apple",
    facebook: "Continue with Facebook",
  },
);
