// Links: inside the console they change the page without loading it; outside they open a new tab.

import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from "react";
import { insidePath, navigate } from "../router";

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> & { to: string; children: ReactNode };

export function Link({ to, children, onClick, ...rest }: Props) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(to);
  };
  return <a href={to} onClick={follow} {...rest}>{children}</a>;
}

// An address that came from the server or from a person: only web addresses become links.
export function WebLink({ url, children, className }: { url: string; children: ReactNode; className?: string }) {
  const inside = insidePath(url);
  if (inside) return <Link to={inside} className={className}>{children}</Link>;
  if (!/^https?:\/\//i.test(url) && !url.startsWith("/")) return <>{children}</>;
  return <a href={url} className={className} target="_blank" rel="noopener noreferrer">{children}</a>;
}
