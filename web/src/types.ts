// The values of docs/console-api.md. Times are UTC text, as in "2026-11-24T05:44:50Z".

export type PersonRef = { id: string; name: string };

export type Span =
  | { t: "plain"; text: string; bold?: boolean; italic?: boolean; code?: boolean }
  | { t: "person"; id: string; name: string }
  | { t: "room"; room: string; name: string }
  | { t: "link"; url: string; label: string }
  | { t: "moment"; at: string; fallback: string };

export type ButtonSpec = {
  label: string;
  command: string;
  url: string;
  style: "plain" | "primary" | "danger";
  confirm: string;
};

export type Block =
  | { type: "heading"; text: string }
  | { type: "paragraph"; lines: Span[][] }
  | { type: "rule" }
  | { type: "facts"; facts: { label: string; value: Span[] }[] }
  | { type: "aside"; line: Span[] }
  | { type: "buttons"; buttons: ButtonSpec[] };

export type Message = { blocks: Block[]; text: string };

export type FieldOption = { id: string; label: string; description: string };

export type Field = {
  id: string;
  label: string;
  kind: "line" | "paragraph" | "choice" | "choices" | "person" | "flag";
  required: boolean;
  initial: string;
  hint: string;
  max_chars: number;
  options: FieldOption[];
};

export type Dialog = {
  name: string;
  incident: number;
  title: string;
  submit: string;
  intro: Block[];
  hidden: Record<string, string>;
  fields: Field[];
};

export type Answer = {
  message?: Message | null;
  dialog?: Dialog | null;
  refused?: boolean;
  refused_field?: string;
  refused_say?: string;
};

export type Reaction = { emoji: string; people: string[] };

export type ChatMessage = {
  id: string;
  room: string;
  thread: string;
  author: PersonRef | null;
  at: string;
  edited_at?: string | null;
  deleted: boolean;
  pinned: boolean;
  text?: string;
  message?: Message;
  reactions: Reaction[];
};

export type Room = {
  id: string;
  name: string;
  topic: string;
  is_private: boolean;
  incident: number;
  bookmarks: { title: string; link: string }[];
};

export type State =
  | "triage" | "investigating" | "identified" | "fixing" | "monitoring"
  | "resolved" | "closed" | "canceled" | "merged";

export type PostmortemState = "none" | "draft" | "in_review" | "published" | "waived";

export type Incident = {
  number: number;
  title: string;
  severity: string | null;
  severity_level: number | null;
  state: State;
  kind: "normal" | "drill" | "test";
  private: boolean;
  open: boolean;
  declared_at: string;
  began_at: string;
  state_since: string;
  resolved_at: string | null;
  commander: PersonRef | null;
  services: string[];
  room: string;
  next_update_due: string | null;
  pages_waiting: { id: string; people: PersonRef[]; text: string; sent_at: string }[];
  postmortem: PostmortemState;
};

export type IncidentPage = Incident & {
  description: string;
  card: Message;
  roles: { role: string; name: string; person: PersonRef | null }[];
  impact: { service: string; level: string; start: string; end: string | null }[];
  updates: {
    seq: number; at: string; by: string; audiences: string[]; text: string; state: string; next_at: string | null;
  }[];
  tasks: { id: string; text: string; owner: string; due: string | null; done_at: string | null }[];
  actions: {
    id: string; title: string; owner: string; due: string | null; priority: string; done_at: string | null;
  }[];
  pages: {
    id: string; target: string; people: string[]; text: string; sent_at: string | null; acknowledged_at: string | null;
  }[];
  links: { ref: string; title: string; relation: string }[];
  head_hash: string;
};

export type Entry = {
  seq: number;
  at: string;
  recorded_at: string;
  type: string;
  who: string;
  text: string;
  back_dated: boolean;
  revised: boolean;
  housekeeping: boolean;
  files: { name: string; link: string }[];
  link: string;
};

export type Verb = {
  verb: string; aliases: string[]; usage: string; help: string; example: string; in_incident: boolean;
};

export type Me = {
  person: PersonRef;
  csrf: string;
  organisation: string;
  command: string;
  version: string;
  verbs: Verb[];
  people: PersonRef[];
  roles: PersonRef[];
  severities: { label: string; level: number; meaning: string }[];
  services: PersonRef[];
  teams: PersonRef[];
  audiences: PersonRef[];
};

export type Postmortem = {
  state: PostmortemState; form: string; markdown: string; html: string; version: number; quality: Quality;
};

export type Quality = {
  score: number;
  items: { id: string; text: string; weight: number; holds: boolean; advice: string }[];
  language: { rule: string; line: number; words: string; advice: string; blocks: boolean }[];
  actions: { rule: string; action: string; what: string; advice: string }[];
};

export type Health = { ready: boolean; parts: { name: string; ready: boolean; reason: string }[] };

export type LiveEvent =
  | { type: "hello" }
  | { type: "message"; message: ChatMessage }
  | { type: "room"; room: Room }
  | { type: "incident"; number: number }
  | { type: "gone"; number: number }
  | { type: "health" };

export type OncallShift = { person: PersonRef; from: string; until: string };
export type OncallSchedule = {
  id: string; name: string; zone: string; source: "layers" | "ical" | "pagerduty";
  on_call: PersonRef[]; shifts: OncallShift[]; gaps: { from: string; until: string }[];
  next_at: string | null; unknown: string[]; read_until: string | null; feed: string | null;
};
export type Oncall = {
  now: string; from: string; until: string; schedules: OncallSchedule[];
  covers: { id: string; person: PersonRef; by: PersonRef; schedule: string; from: string; until: string; accepted: boolean }[];
  double_bookings: { person: PersonRef; schedule: string; other: string; from: string; until: string }[];
};
