import type { MitraView, Status } from "@halobestie/sdk";
import { describe, expect, test } from "vitest";
import { faceOf } from "./face.ts";

const SINCE = "2026-03-01T21:00:00Z";
const READY: Status = { is: "ready" };
const AWAY: Status = { is: "away", tries: 1, online: false };

function view(online: boolean, sessions = 0, notice: MitraView["notice"] = null): MitraView {
  return {
    mitra: { id: "m", display_name: "Kenanga", phone: "+628", active: true },
    presence: { online, since: online ? SINCE : null, capacity: 2, sessions },
    offers: [],
    sessions: [],
    notice,
    over: [],
  };
}

describe("what the switch says", () => {
  test("nothing before the server has said anything", () => {
    expect(faceOf({ view: null, status: AWAY }, null)).toEqual({ is: "connecting" });
  });

  test("online, and full when there is no room", () => {
    expect(faceOf({ view: view(true, 1), status: READY }, null)).toEqual({ is: "online", since: SINCE });
    expect(faceOf({ view: view(true, 2), status: READY }, null)).toEqual({ is: "full", since: SINCE });
  });

  test("never online while nobody hears the server, but what it saw last", () => {
    for (const status of [AWAY, { is: "connecting", tries: 0 }, { is: "ended", why: "replaced", code: 4512 }] as const) {
      expect(faceOf({ view: view(true), status }, null)).toEqual({ is: "away", wasOnline: true });
    }
    expect(faceOf({ view: view(false), status: AWAY }, null)).toEqual({ is: "away", wasOnline: false });
  });

  test("offline by oneself needs no reason", () => {
    expect(faceOf({ view: view(false), status: READY }, "mitra")).toEqual({ is: "offline", why: null });
  });

  test("taken offline: as the event said, else as the log says, else that it was not seen", () => {
    const told = view(false, 0, { is: "offline", reason: "control_center" });
    const missed = view(false, 0, { is: "offline", reason: null });
    expect(faceOf({ view: told, status: READY }, "mitra")).toEqual({ is: "offline", why: "control_center" });
    expect(faceOf({ view: missed, status: READY }, "heartbeat_lost")).toEqual({ is: "offline", why: "heartbeat_lost" });
    expect(faceOf({ view: missed, status: READY }, null)).toEqual({ is: "offline", why: "unseen" });
    expect(faceOf({ view: view(false), status: READY }, "node_lost")).toEqual({ is: "offline", why: "node_lost" });
  });
});
