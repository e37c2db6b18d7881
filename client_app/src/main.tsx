/** Where the customers' app begins: what it works with is composed here, once. */
import { rest } from "@halobestie/sdk";
import { Config, createLogin, serverUrl, startApp } from "@halobestie/kit";
import { App } from "./App.tsx";
import { Given } from "./given.ts";
import "./app.css";

const api = rest({ url: serverUrl() });
const given = { api, config: new Config(api), login: createLogin("client") };

startApp(() => (
  <Given value={given}>
    <App />
  </Given>
));
