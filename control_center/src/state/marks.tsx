/** The states of the house, each with its icon and tone. */
import AccessTime from "@mui/icons-material/AccessTime";
import AlarmOff from "@mui/icons-material/AlarmOff";
import Block from "@mui/icons-material/Block";
import Cancel from "@mui/icons-material/Cancel";
import Chat from "@mui/icons-material/Chat";
import CheckCircle from "@mui/icons-material/CheckCircle";
import CloudOff from "@mui/icons-material/CloudOff";
import Done from "@mui/icons-material/Done";
import EmojiPeople from "@mui/icons-material/EmojiPeople";
import Hearing from "@mui/icons-material/Hearing";
import HourglassTop from "@mui/icons-material/HourglassTop";
import Payments from "@mui/icons-material/Payments";
import PersonOff from "@mui/icons-material/PersonOff";
import RadioButtonChecked from "@mui/icons-material/RadioButtonChecked";
import RedoOutlined from "@mui/icons-material/RedoOutlined";
import ThumbDown from "@mui/icons-material/ThumbDown";
import Undo from "@mui/icons-material/Undo";
import type { SvgIconComponent } from "@mui/icons-material";
import { useTranslate } from "react-admin";
import type { Offer, RequestView, SessionRow } from "../api/types";
import { Mark, type Tone } from "./Mark";

type Look = readonly [SvgIconComponent, Tone];

const REQUEST: Record<RequestView["state"], Look> = {
  open: [HourglassTop, "warning"],
  accepted: [CheckCircle, "success"],
  cancelled: [Cancel, "default"],
  expired: [AlarmOff, "error"],
};
const SESSION: Record<SessionRow["state"], Look> = {
  pending_payment: [Payments, "warning"],
  active: [Chat, "success"],
  ended: [Done, "default"],
};
export const OUTCOME: Record<Offer["outcome"], Look> = {
  offered: [Hearing, "info"],
  won: [CheckCircle, "success"],
  taken: [EmojiPeople, "default"],
  declined: [ThumbDown, "warning"],
  withdrawn: [Undo, "default"],
  expired: [AccessTime, "error"],
  skipped: [RedoOutlined, "default"],
};

export function RequestMark({ state }: { state: RequestView["state"] }) {
  const [icon, tone] = REQUEST[state];
  return <Mark icon={icon} tone={tone} label={useTranslate()(`request_state.${state}`)} />;
}

export function SessionMark({ state }: { state: SessionRow["state"] }) {
  const [icon, tone] = SESSION[state];
  return <Mark icon={icon} tone={tone} label={useTranslate()(`session_state.${state}`)} />;
}

export function PresenceMark({ online }: { online: boolean }) {
  const [icon, tone]: Look = online ? [RadioButtonChecked, "success"] : [CloudOff, "default"];
  const word = online ? "online" : "offline";
  return <Mark icon={icon} tone={tone} label={useTranslate()(`presence.${word}`)} />;
}

export function AccountMark({ active }: { active: boolean }) {
  const [icon, tone]: Look = active ? [CheckCircle, "success"] : [PersonOff, "error"];
  const word = active ? "active" : "inactive";
  return <Mark icon={icon} tone={tone} label={useTranslate()(`account.${word}`)} />;
}

export function RoomMark({ sessions, capacity }: { sessions: number; capacity: number }) {
  const word = sessions < capacity ? "free" : sessions > capacity ? "over" : "full";
  const look: Record<typeof word, Look> = {
    free: [CheckCircle, "success"],
    full: [Block, "warning"],
    over: [Block, "error"],
  };
  const [icon, tone] = look[word];
  return <Mark icon={icon} tone={tone} label={useTranslate()(`room.${word}`)} />;
}
