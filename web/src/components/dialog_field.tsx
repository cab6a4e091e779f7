// One field of a Dialog, with its hint and its error where they belong.

import { useId, type ReactNode } from "react";
import type { Field } from "../types";
import { PersonPicker } from "./person_picker";

type Props = { field: Field; value: string; error: string; onChange: (value: string) => void };

const split = (value: string): string[] => value.split(",").map((v) => v.trim()).filter(Boolean);

function Choices({ field, value, onChange, name }: Omit<Props, "error"> & { name: string }) {
  const many = field.kind === "choices";
  const chosen = many ? split(value) : [value];
  const pick = (id: string) => {
    if (!many) return onChange(id);
    onChange(field.options.map((o) => o.id).filter((o) => (o === id) !== chosen.includes(o)).join(","));
  };
  return (
    <div className={`choices ${field.options.some((o) => o.description) ? "tall" : ""}`}>
      {field.options.map((option) => (
        <label key={option.id} className="choice">
          <input type={many ? "checkbox" : "radio"} name={name} value={option.id}
                 checked={chosen.includes(option.id)} onChange={() => pick(option.id)} />
          <span><b>{option.label}</b>{option.description && <small>{option.description}</small>}</span>
        </label>
      ))}
    </div>
  );
}

function Input({ field, value, error, onChange, id, help }: Props & { id: string; help: string | undefined }) {
  const shared = { id, "aria-invalid": error !== "", "aria-describedby": help,
                   "aria-required": field.required };
  switch (field.kind) {
    case "line":
      return <input type="text" value={value} maxLength={field.max_chars || undefined} autoComplete="off"
                    onChange={(e) => onChange(e.target.value)} {...shared} />;
    case "paragraph":
      return <textarea rows={4} value={value} maxLength={field.max_chars || undefined}
                       onChange={(e) => onChange(e.target.value)} {...shared} />;
    case "choice":
      if (field.options.length <= 5) return <Choices field={field} value={value} onChange={onChange} name={id} />;
      return (
        <select value={value} onChange={(e) => onChange(e.target.value)} {...shared}>
          {!field.options.some((o) => o.id === value) && <option value={value}>{value || "Choose …"}</option>}
          {field.options.map((o) => (
            <option key={o.id} value={o.id}>{o.description ? `${o.label} — ${o.description}` : o.label}</option>
          ))}
        </select>
      );
    case "choices": return <Choices field={field} value={value} onChange={onChange} name={id} />;
    case "person": return <PersonPicker id={id} required={field.required} value={value} onChange={onChange} invalid={error !== ""}
                                        {...(help ? { describedBy: help } : {})} />;
    case "flag": return null;
  }
}

function Left({ field, value }: { field: Field; value: string }) {
  const left = field.max_chars - value.length;
  if (!field.max_chars || left > field.max_chars * 0.2 || left > 200) return null;
  return <small className="left" aria-live="polite">{left} left</small>;
}

export function DialogField(props: Props) {
  const { field, value, error, onChange } = props;
  const id = useId();
  const help = field.hint || error ? `${id}-help` : undefined;
  const below: ReactNode = help && (
    <div id={help}>
      {error && <p className="field-error" role="alert">{error}</p>}
      {field.hint && <p className="field-hint">{field.hint}</p>}
    </div>
  );
  if (field.kind === "flag") {
    return (
      <div className={`field ${error ? "bad" : ""}`} data-field={field.id}>
        <label className="choice">
          <input type="checkbox" checked={value === "yes"} aria-describedby={help}
                 onChange={(e) => onChange(e.target.checked ? "yes" : "no")} />
          <span><b>{field.label}</b></span>
        </label>
        {below}
      </div>
    );
  }
  const group = field.kind === "choices" || (field.kind === "choice" && field.options.length <= 5);
  const label = <>{field.label}{!field.required && <small> optional</small>}</>;
  return (
    <div className={`field ${error ? "bad" : ""}`} data-field={field.id} role={group ? "group" : undefined}
         aria-labelledby={group ? `${id}-label` : undefined} aria-describedby={group ? help : undefined}>
      {group ? <div className="label" id={`${id}-label`}>{label}</div> : <label className="label" htmlFor={id}>{label}</label>}
      <Input {...props} id={id} help={help} />
      <Left field={field} value={value} />
      {below}
    </div>
  );
}
