/** Words of signing in by phone. */
import { words } from "../words.ts";

export const signIn = words(
  {
    phone: "Nomor HP",
    phone_hint: "Contoh: 0812 3456 7890",
    send: "Kirim kode",
    code_title: "Masukkan kode",
    code_sent: "Kode 6 angka sudah kami kirim ke {phone}.",
    code: "Kode dari SMS",
    confirm: "Lanjut",
    resend: "Kirim ulang kode",
    resend_in: "Kirim ulang kode ({seconds} detik)",
    resent: "Kode baru sudah dikirim.",
    other_number: "Ganti nomor",
    hint: "Server percobaan: kodenya {code}.",
  },
  {
    phone: "Phone number",
    phone_hint: "Example: 0812 3456 7890",
    send: "Send a code",
    code_title: "Enter the code",
    code_sent: "We have sent a 6-digit code to {phone}.",
    code: "Code from the message",
    confirm: "Continue",
    resend: "Send the code again",
    resend_in: "Send the code again ({seconds} s)",
    resent: "A new code has been sent.",
    other_number: "Change the number",
    hint: "Trial server: the code is {code}.",
  },
);
