/** What `npx cap add` leaves out: icons, splash, permissions, deep link, the store's name and the login's callback.
 *
 * Capacitor calls it after each copy (`capacitor:copy:after` in an app's package.json), so that a platform's folder
 * is made anew from what is committed: nothing is edited by hand. Doing it twice changes nothing.
 */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = process.cwd();
const platform = process.env.CAPACITOR_PLATFORM_NAME ?? process.argv[2];
const native = JSON.parse(readFileSync(join(here, "native.json"), "utf8"));

if (platform === "android") android(join(here, "android", "app", "src", "main"));
if (platform === "ios") ios(join(here, "ios", "App", "App"));

function android(main) {
  edit(join(main, "AndroidManifest.xml"), (text) => {
    const wanted = native.android.permissions.map((name) => `    <uses-permission android:name="${name}" />`);
    const missing = wanted.filter((line) => !text.includes(line.trim()));
    const links = `
            <!-- opened from a link -->
            <intent-filter>
                <action android:name="android.intent.action.VIEW" />
                <category android:name="android.intent.category.DEFAULT" />
                <category android:name="android.intent.category.BROWSABLE" />
                <data android:scheme="${native.scheme}" />
            </intent-filter>
`;
    const linked = text.includes(`android:scheme="${native.scheme}"`)
      ? text
      : text.replace(/(\s*)<\/activity>/, `${links}$1</activity>`);
    const backed = linked.replace('android:allowBackup="true"', 'android:allowBackup="false"');
    return missing.length ? backed.replace("</manifest>", `${missing.join("\n")}\n</manifest>`) : backed;
  });
  const res = join(main, "res");
  for (const size of ["mdpi", "hdpi", "xhdpi", "xxhdpi", "xxxhdpi"]) {
    const folder = join(res, `mipmap-${size}`);
    put("public/icon-192.png", join(folder, "ic_launcher.png"));
    put("public/icon-192.png", join(folder, "ic_launcher_round.png"));
    put("assets/icon-foreground-432.png", join(folder, "ic_launcher_foreground.png"));
    for (const way of ["land", "port"])
      put("assets/splash-2732.png", join(res, `drawable-${way}-${size}`, "splash.png"));
  }
  put("assets/splash-2732.png", join(res, "drawable", "splash.png"));
  gradle(join(here, "android", "variables.gradle"), native.android.variables ?? {});
  edit(join(res, "values", "ic_launcher_background.xml"), (text) => text.replace(/#[0-9A-Fa-f]{6}/, native.ground));
}

/** Which ways of signing in are packed: the plug-in leaves out what is not asked for. */
function gradle(file, wanted) {
  edit(file, (text) => {
    const missing = Object.entries(wanted).filter(([name]) => !text.includes(name));
    return text.replace(/}\s*$/, `${missing.map(([name, value]) => `    ${name} = ${value}\n`).join("")}}\n`);
  });
}

function ios(app) {
  edit(join(app, "Info.plist"), (text) => {
    const asked = Object.entries(native.ios.usage).filter(([key]) => !text.includes(key));
    const said = asked.map(([key, words]) => `\t<key>${key}</key>\n\t<string>${words}</string>\n`).join("");
    const link = text.includes("CFBundleURLTypes")
      ? ""
      : `\t<key>CFBundleURLTypes</key>\n\t<array>\n\t\t<dict>\n\t\t\t<key>CFBundleURLSchemes</key>\n\t\t\t<array>\n\t\t\t\t<string>${native.scheme}</string>\n\t\t\t</array>\n\t\t</dict>\n\t</array>\n`;
    return text.replace(/<\/dict>\s*<\/plist>/, `${said}${link}</dict>\n</plist>`);
  });
  const assets = join(app, "Assets.xcassets");
  put("assets/icon-1024.png", join(assets, "AppIcon.appiconset", "AppIcon-512@2x.png"));
  for (const name of ["splash-2732x2732.png", "splash-2732x2732-1.png", "splash-2732x2732-2.png"])
    put("assets/splash-2732.png", join(assets, "Splash.imageset", name));
}

/** Only what the platform's template has: another template is looked at, not guessed. */
function put(from, to) {
  if (existsSync(to)) copyFileSync(join(here, from), to);
}

function edit(file, change) {
  if (!existsSync(file)) return;
  const before = readFileSync(file, "utf8");
  const after = change(before);
  if (after !== before) writeFileSync(file, after);
}
