/** The mitra's app begins here. */
import { Config, createLogin, serverUrl, startApp } from "@halobestie/kit";
import { rest } from "@halobestie/sdk";
import { App } from "./App.tsx";
import "./mitra.css";

const login = createLogin("mitra");
const config = new Config(rest({ url: serverUrl() }));
void config.again();
startApp(() => <App login={login} config={config} />);
