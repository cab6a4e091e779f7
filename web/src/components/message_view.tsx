// Renders a Message of the server: text is data, only typed spans link or mention.

import { useState } from "react";
import { navigate, postmortemPath, roomPath } from "../router";
import { busy, run } from "../state/answers";
import { useStore } from "../store";
import type { Block, ButtonSpec, Message, Span } from "../types";
import { At } from "./badges";
import { Link, WebLink } from "./link";
import { Confirm } from "./modal";

export type Where = { room?: string; incident?: number; message?: string };

export function SpanView({ span }: { span: Span }) {
  switch (span.t) {
    case "plain": {
      const text = span.code ? <code>{span.text}</code> : <>{span.text}</>;
      const slanted = span.italic ? <em>{text}</em> : text;
      return span.bold ? <strong>{slanted}</strong> : slanted;
    }
    case "person": return <span className="mention">@{span.name || span.id}</span>;
    case "room": return <Link to={roomPath(span.room)} className="mention">#{span.name.replace(/^#/, "")}</Link>;
    case "link": return <WebLink url={span.url}>{span.label || span.url}</WebLink>;
    case "moment": return <At at={span.at} fallback={span.fallback} />;
  }
}

export const Line = ({ spans }: { spans: Span[] }) => <>{spans.map((span, i) => <SpanView key={i} span={span} />)}</>;

const kLongFact = 30;                                  // characters; longer values get a line of their own
const lengthOf = (spans: Span[]): number => spans.reduce((sum, span) =>
  sum + (span.t === "plain" ? span.text : span.t === "link" ? span.label : span.t === "moment" ? "00:00" : span.name).length, 0);

function Button({ spec, where }: { spec: ButtonSpec; where: Where }) {
  const [asking, setAsking] = useState(false);
  const running = useStore(busy, (text) => text === spec.command && text !== "");
  const look = `button ${spec.style === "plain" ? "" : spec.style}`;
  if (spec.url) return <WebLink url={spec.url} className={look}>{spec.label}</WebLink>;
  const press = () => {
    setAsking(false);
    // The document has a page of its own here; other chats answer with what is known of it.
    const postmortem = /^INC-(\d+) postmortem$/.exec(spec.command);
    if (postmortem) return navigate(postmortemPath(Number(postmortem[1])));
    void run(spec.command, where);
  };
  return (
    <>
      <button type="button" className={look} disabled={running} title={spec.command}
              onClick={() => (spec.confirm ? setAsking(true) : press())}>
        {spec.label}
      </button>
      {asking && (
        <Confirm question={spec.confirm} yes={spec.label} danger={spec.style === "danger"}
                 onYes={press} onNo={() => setAsking(false)} />
      )}
    </>
  );
}

export function BlockView({ block, where }: { block: Block; where: Where }) {
  switch (block.type) {
    case "heading": return <h3 className="block-heading">{block.text}</h3>;
    case "rule": return <hr />;
    case "paragraph":
      return (
        <p className="block-paragraph">
          {block.lines.map((line, i) => <span key={i} className="block-line"><Line spans={line} /></span>)}
        </p>
      );
    case "facts":
      return (
        <dl className="facts">
          {block.facts.map((fact, i) => (
            <div key={i} className={lengthOf(fact.value) > kLongFact ? "long" : ""}><dt>{fact.label}</dt><dd><Line spans={fact.value} /></dd></div>
          ))}
        </dl>
      );
    case "aside": return <p className="aside"><Line spans={block.line} /></p>;
    case "buttons":
      return (
        <div className="button-row">
          {block.buttons.map((spec, i) => <Button key={i} spec={spec} where={where} />)}
        </div>
      );
  }
}

export function MessageView({ message, where = {} }: { message: Message; where?: Where }) {
  return (
    <div className="message-view">
      {message.blocks.map((block, i) => <BlockView key={i} block={block} where={where} />)}
    </div>
  );
}
