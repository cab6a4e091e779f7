// Line icons, drawn for a 20 x 20 box. They say nothing to screen readers: the button around them has the label.

const kPaths = {
  alert: "M10 3.2 17.8 16.5H2.2L10 3.2ZM10 8v3.6M10 14v.2",
  chart: "M3.5 16.5h13M6 13.5v-4M10 13.5v-8M14 13.5v-6",
  chat: "M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5z",
  check: "m4.5 10.5 3.5 3.5 7.5-8",
  chevron: "m7.5 5 5 5-5 5",
  clock: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 5.5V10l3 2",
  close: "m5 5 10 10M15 5 5 15",
  command: "m4 6 4 4-4 4M10 14.5h6",
  copy: "M7 7h9v9H7zM13 7V4H4v9h3",
  edit: "m4 16 .8-3.4L13 4.4l2.6 2.6-8.2 8.2L4 16Z",
  external: "M11 4h5v5M16 4l-7 7M14 11.5V16H4V6h4.5",
  help: "M7.7 7.6a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1.1.8-1.1 1.7M10 14.2v.1M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15Z",
  hash: "M8 3.5 6.5 16.5M13.5 3.5 12 16.5M4 7.5h13M3 12.5h13",
  list: "M7 5.5h10M7 10h10M7 14.5h10M3.3 5.5h.1M3.3 10h.1M3.3 14.5h.1",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  menu: "M5 10h.1M10 10h.1M15 10h.1",
  panel: "M3 4h14v12H3zM12.5 4v12",
  person: "M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 17c.5-3.2 2.9-5 6-5s5.5 1.8 6 5",
  pin: "M12.3 3.2 16.8 7.7l-2.2.6-2.5 2.5.2 3.2-1.2 1.2L5 9.1l1.2-1.2 3.2.2L11.8 5.5zM7.8 12.2 3.5 16.5",
  plus: "M10 4v12M4 10h12",
  refresh: "M15.5 7A6.2 6.2 0 1 0 16.2 11M16 3.5V7.2h-3.7",
  reply: "M8 5 3.5 9.5 8 14M4 9.5h7.5c3 0 5 2 5 5.5",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.5 13.5 17 17",
  send: "m3.5 10 13-6.5L13 17l-3-5.5L3.5 10ZM10 11.5l6.5-8",
  smile: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM7 12c1.5 2 4.5 2 6 0M7.5 8v.2M12.5 8v.2",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6",
} as const;

export type IconName = keyof typeof kPaths;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={kPaths[name]} />
    </svg>
  );
}

export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" />
      <path d="M8 23V10l8 7 8-7v13" />
    </svg>
  );
}
