// How ready a postmortem is for its review, and what is still to do.

import type { Quality } from "../types";

export function Checks({ quality }: { quality: Quality }) {
  const missing = quality.items.filter((item) => !item.holds);
  const findings = quality.language.length + quality.actions.length;
  return (
    <details className="checks">
      <summary>
        <b>{quality.score} of 100</b>
        <span className="muted">{missing.length === 0 && findings === 0 ? "ready for review"
          : `${missing.length} to complete, ${findings} to look at`}</span>
      </summary>
      <ul>
        {quality.items.map((item) => (
          <li key={item.id} className={item.holds ? "holds" : "fails"}>
            <span aria-hidden="true">{item.holds ? "✓" : "○"}</span> {item.text}
            <span className="muted"> {item.weight}{item.advice !== "" && ` · ${item.advice}`}</span>
          </li>
        ))}
      </ul>
      {quality.language.length > 0 && (
        <>
          <h3>Language</h3>
          <ul>
            {quality.language.map((finding) => (
              <li key={`${finding.rule}/${finding.line}`} className={finding.blocks ? "fails" : ""}>
                <b>{finding.rule}</b> line {finding.line}: “{finding.words}”
                <span className="muted"> {finding.advice}{finding.blocks && ". Keeps it from being published"}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {quality.actions.length > 0 && (
        <>
          <h3>Action items</h3>
          <ul>
            {quality.actions.map((finding) => (
              <li key={`${finding.rule}/${finding.action}`}>
                <b>{finding.action === "" ? finding.rule : finding.action}</b> {finding.what}
                <span className="muted"> {finding.advice}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
