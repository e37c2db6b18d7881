/** Commands on their way: each is settled exactly once, by its answer, its deadline or the end.
 *
 *     asked ──▶ waiting ──ready──▶ sent ──ok, error──▶ settled
 *                  ▲                │ lost
 *                  └────────────────┘        deadline, end ──▶ settled with a refusal of our own
 *
 * A command whose connection was lost goes again with the same id: the server does it once.
 */
import { refuse, type Answer, type OwnCode } from "./answer.js";
import type { Command, Effect, Event, Frame, State, Step } from "./life.js";
import type { Problem } from "./types/socket.js";

type Press = Extract<Event, { is: "asked" }>;

/** A new command waits, or is refused because it cannot. */
export function take(state: State, asked: Press, now: number): Step {
  const deadline = now + (asked.withinMs ?? state.limits.commandMs);
  const command: Command = { ...asked.command, deadline, sentOn: null, sends: 0 };
  const refused = refusal(state, asked);
  if (refused) return [state, [{ is: "settle", command, answer: refuse(refused) }]];
  return [{ ...state, commands: [...state.commands, command] }, []];
}

function refusal(state: State, asked: Press): OwnCode | null {
  const { is } = state.phase;
  if (is === "idle" || is === "ended") return "connection_ended";
  if (asked.refuseWhenAway && is !== "ready") return "not_connected";
  return state.commands.length >= state.limits.commands ? "too_many_commands" : null;
}

/** Everything that this socket has not carried yet, in the order in which it was asked. */
export function sendAll(state: State, now: number): Step {
  const { phase, socket } = state;
  const unsent = state.commands.filter((command) => command.sentOn !== socket);
  if (phase.is !== "ready" || unsent.length === 0) return [state, []];
  const askAt = phase.askAt ?? now + state.limits.impatientMs;
  const sent = state.commands.map((command) =>
    command.sentOn === socket ? command : { ...command, sentOn: socket, sends: command.sends + 1 },
  );
  return [{ ...state, commands: sent, phase: { ...phase, sentAt: now, askAt } }, unsent.map(send)];

  function send({ type, id, data }: Command): Effect {
    return { is: "send", socket, frame: { type, id, data } };
  }
}

/** An `ok` or `error`. One for a command that is not known (any more) changes nothing. */
export function answered(state: State, frame: Frame): Step {
  const command = state.commands.find(({ id }) => id === frame.re);
  if (!command) return [state, []];
  const commands = state.commands.filter((other) => other !== command);
  return [{ ...state, commands }, [{ is: "settle", command, answer: read(frame) }]];
}

function read(frame: Frame): Answer {
  if (frame.type === "ok") return { ok: true, data: frame.data };
  const { code, message, temporary } = (frame.data ?? {}) as Partial<Problem>;
  if (typeof code !== "string") return refuse("unreadable_answer");
  return { ok: false, code, message: message ?? "", temporary: temporary === true };
}

/** Those whose time is up: `not_connected` when they were never sent, else nobody knows. */
export function expire(state: State, now: number): Step {
  const late = state.commands.filter(({ deadline }) => deadline <= now);
  if (late.length === 0) return [state, []];
  const commands = state.commands.filter(({ deadline }) => deadline > now);
  return [{ ...state, commands }, late.map((command) => settle(command, why(command)))];
}

const why = ({ sentOn }: Command): OwnCode => (sentOn === null ? "not_connected" : "no_answer");

/** The connection is over for good. */
export function giveUp(state: State): Step {
  return [{ ...state, commands: [] }, state.commands.map((command) => settle(command, "connection_ended"))];
}

const settle = (command: Command, code: OwnCode): Effect => ({ is: "settle", command, answer: refuse(code) });
