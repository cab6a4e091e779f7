// A Teams client as far as the web has one: Microsoft's renderer of Adaptive Cards, with a CommonMark parser.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { JSDOM } = require("jsdom");
const MarkdownIt = require("markdown-it");

const { window } = new JSDOM("<!doctype html><body></body>");
globalThis.window = window;
for (const name of Object.getOwnPropertyNames(window)) {
  if (/^(document$|Node$|HTML.*Element$|Event$|KeyboardEvent$|MouseEvent$)/.test(name)) globalThis[name] = window[name];
}
const AC = require("adaptivecards/dist/adaptivecards.js");

const markdown = new MarkdownIt();
AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

// What a TextBlock of this text becomes.
export const html = (text) => markdown.render(text);

// The card as it is read and shown. `complaints`: what its parser and its validation have against it.
export function show(json) {
  const card = new AC.AdaptiveCard();
  card.hostConfig = new AC.HostConfig({ actions: { maxActions: 6 } });
  const context = new AC.SerializationContext(AC.Versions.v1_5);
  card.parse(json, context);
  const complaints = [];
  for (let i = 0; i < context.eventCount; ++i) complaints.push(context.getEventAt(i).message);
  for (const event of card.validateProperties().validationEvents) complaints.push(event.message);
  const element = card.render();
  return { card, element, complaints };
}

// Puts a value into an input as a person would.
function fill(input, value) {
  const control = input.renderedInputControlElement;
  const boxes = [...control.querySelectorAll("input[type=checkbox]")];
  if (input.getJsonTypeName() === "Input.Toggle") boxes[0].checked = value === input.valueOn;
  else if (boxes.length > 0) for (const box of boxes) box.checked = value.split(",").includes(box.value);
  else if (control.tagName === "DIV") control.querySelector("input").value = input.choices.find((c) => c.value === value).title;
  else control.value = value;
}

// Fills in what is given by id and presses the submit button: its data, as task/submit carries it. Nothing when the client
// does not let it go.
export function submit(json, typed) {
  const { card } = show(json);
  for (const input of card.getAllInputs()) {
    if (typed[input.id] !== undefined) fill(input, typed[input.id]);
  }
  let data;
  card.onExecuteAction = (action) => { data = action.data; };
  card.getActionAt(0).execute();
  return data;
}
