/** How the app is packed for Android and iOS. `native.json` has what the two platforms' own files need beside it. */
import type { CapacitorConfig } from "@capacitor/cli";

const config: CapacitorConfig = {
  appId: "id.halobestie.client",
  appName: "Halo Bestie",
  webDir: "dist",
  backgroundColor: "#f7f5f1",
  // Their pages' origins are https://localhost and capacitor://localhost: the server has to allow both.
  server: { androidScheme: "https", hostname: "localhost" },
  plugins: {
    FirebaseAuthentication: { skipNativeAuth: false, providers: ["phone", "google.com", "apple.com", "facebook.com"] },
  },
};

export default config;
