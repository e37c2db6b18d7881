/** How the app is packed for Android and iOS. `native.json` has what the two platforms' own files need beside it. */
import type { CapacitorConfig } from "@capacitor/cli";

const config: CapacitorConfig = {
  appId: "id.halobestie.mitra",
  appName: "Halo Bestie Mitra",
  webDir: "dist",
  backgroundColor: "#f7f5f1",
  server: { androidScheme: "https", hostname: "localhost" },
  plugins: {
    // Our server's login is the one that counts, so the native SDK keeps nobody signed in by itself.
    FirebaseAuthentication: { skipNativeAuth: false, providers: ["phone"] },
  },
};

export default config;
