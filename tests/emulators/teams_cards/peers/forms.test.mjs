// Forms as Microsoft's renderer submits them, read by muster.
import assert from "node:assert/strict";
import { test } from "node:test";
import { show, submit } from "./client.mjs";
import { read, samples } from "./samples.mjs";

const forms = samples.filter((s) => s.kind === "form");

// Whether it asks for a person: Teams offers the directory.
const asksPerson = (card, id) => card.body.some((element) => element.id === id && element["choices.data"]);

// Something for every input of the form.
function filled(card) {
  const typed = {};
  for (const input of card.getAllInputs()) {
    const type = input.getJsonTypeName();
    if (type === "Input.Toggle") typed[input.id] = "yes";
    else if (type === "Input.Text") typed[input.id] = 'typed "ä" & <b>';
    else if (input.isMultiSelect) typed[input.id] = input.choices.map((c) => c.value).slice(0, 2).join(",");
    else typed[input.id] = input.choices.at(-1).value;
  }
  return typed;
}

test("what is filled in comes back by field", () => {
  const typed = forms.map((form) => filled(show(form.hostile).card));
  const submitted = forms.map((form, i) => submit(form.hostile, typed[i]));
  const answers = read(submitted);
  assert.equal(answers.length, forms.length);
  forms.forEach((form, i) => {
    assert.equal(answers[i].dialog, form.name);
    for (const [id, value] of Object.entries(typed[i])) {
      assert.equal(answers[i].fields[id], asksPerson(form.hostile, id) ? `<@${value}>` : value, `${form.name}: ${id}`);
    }
  });
});

test("what is left as it was comes back as it was shown", () => {
  const submitted = forms.map((form) => submit(form.calm, {}));
  const kept = forms.map((form, i) => [form, submitted[i]]).filter(([, data]) => data !== undefined);
  assert.ok(kept.length > forms.length / 3);
  const answers = read(kept.map(([, data]) => data));
  kept.forEach(([form], i) => {
    for (const input of show(form.calm).card.getAllInputs()) {
      const shown = input.defaultValue ?? "";
      const wanted = shown && asksPerson(form.calm, input.id) ? `<@${shown}>` : shown;
      assert.equal(answers[i].fields[input.id], wanted, `${form.name}: ${input.id}`);
    }
  });
});

test("a client holds back a form in which something needed is missing", () => {
  const declare = forms.find((form) => form.name === "declare");
  assert.equal(submit(declare.calm, { text: "" }), undefined);
});

test("what is no form of muster's is refused", () => {
  const answers = read([{}, { muster: {} }, { text: "x" }, [1]]);
  for (const answer of answers) assert.equal(answer.error, "This form is not one of muster's.");
});
