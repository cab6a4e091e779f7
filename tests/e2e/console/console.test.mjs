// The console as people use it: real clicks in a real browser, against a real muster with real data. Every wait is for
// something that can be seen.
//
//   MUSTER_BIN=build/asan/muster node --test console.test.mjs
//
// MUSTER_CHROMIUM: the browser's program (default: chromium of the system). MUSTER_SCREENSHOTS: where the pictures go.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { MusterProcess } from "./muster_process.mjs";
import { Visitor } from "./visitor.mjs";

const kBrowserArguments = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const kConfig = `
people: {cid: {name: Cid Poe}}
schedules:
  primary:
    name: Primary
    zone: Europe/Berlin
    layers: {days: {people: [cid, nobody], turn: day, starts: "2026-01-05T09:00"}}
`;
const kTitle = "Checkout fails for EU customers";

let muster, browser, ann, bea;
let failedAt = "";

// The steps are one story: after one that failed the rest cannot be told. What was on the screens then is kept.
const step = (name, act) => test(name, async (t) => {
  if (failedAt) return t.skip(`because this failed: ${failedAt}`);
  try {
    await act();
  } catch (error) {
    failedAt = name;
    await ann?.pictured("failed_ann");
    await bea?.pictured("failed_bea");
    console.error(muster.said());
    throw error;
  }
});

before(async () => {
  assert.ok(process.env.MUSTER_BIN, "MUSTER_BIN names the muster program");
  muster = await MusterProcess.start(process.env.MUSTER_BIN, kConfig);
  browser = await chromium.launch({
    executablePath: process.env.MUSTER_CHROMIUM || "/usr/bin/chromium", args: kBrowserArguments,
  });
});

after(async () => {
  await browser?.close();
  await muster?.remove();
});

step("signing in: the one-time link asks for a name and works once", async () => {
  ann = await Visitor.arrive(browser, muster.link, "Ann Lee");
  await ann.page.getByRole("heading", { name: "incidents", level: 1 }).waitFor();
  assert.ok(!ann.page.url().includes("signin"), "the token does not stay in the address");

  const late = await browser.newPage();
  await late.goto(muster.link);
  await late.getByText("This link was used already").waitFor();
  await late.close();

  bea = await Visitor.arrive(browser, await ann.invite("Bea Novak"), "Bea Novak", { timezoneId: "Asia/Tokyo" });
});

step("an empty console says how to begin", async () => {
  await ann.page.getByRole("link", { name: "All incidents" }).click();
  await ann.page.getByText("No open incidents").waitFor();
  await ann.pictured("empty");
});

step("declaring by the dialog: what is missing is said at its field", async () => {
  await ann.page.getByRole("button", { name: "Declare incident" }).first().click();
  await ann.dialog.getByRole("button", { name: "Declare", exact: true }).click();
  await ann.dialog.locator(".field.bad", { hasText: "What is broken?" }).getByRole("alert").waitFor();

  await ann.dialog.getByLabel("What is broken?").fill(kTitle);
  await ann.dialog.getByRole("radio", { name: "SEV2" }).check();
  await ann.pictured("declare");
  await ann.dialog.getByRole("button", { name: "Declare", exact: true }).click();
  await ann.dialog.waitFor({ state: "hidden" });

  // One is taken to the incident's room.
  await ann.panel.getByRole("heading", { name: kTitle }).waitFor();
  await ann.page.locator(".message .card", { hasText: "INC-1" }).first().waitFor();
});

step("talking: what one says, the other sees without reloading", async () => {
  await bea.page.locator(".incident-link", { hasText: kTitle }).first().click();
  await ann.say("Error rate on POST /pay went from 0.1 % to 38 %, EU only.");
  await bea.message("went from 0.1 %").waitFor();
  await bea.say("I have a look at the last deploy.");
  await ann.message("I have a look at the last deploy.").waitFor();

  await bea.act(bea.message("I have a look"), "Edit");
  await bea.page.getByLabel("Edit the message").fill("I roll back the last deploy.");
  await bea.page.keyboard.press("Enter");
  await ann.message("I roll back the last deploy.").getByText("(edited)").waitFor();

  await bea.say("wrong window, sorry");
  await bea.act(bea.message("wrong window"), "Delete");
  await bea.dialog.getByRole("button", { name: "Delete" }).click();
  await ann.message("wrong window").waitFor({ state: "detached" });
});

step("a thread keeps its replies together", async () => {
  await ann.act(ann.message("I roll back"), "Reply in thread");
  const reply = ann.page.locator(".thread [data-composer]");
  await reply.fill("Tell me when it is on all hosts.");
  await reply.press("Enter");
  await ann.page.locator(".thread [data-message]", { hasText: "on all hosts" }).waitFor();
  await ann.page.getByRole("button", { name: "Close the thread" }).click();
  await bea.message("I roll back").getByRole("button", { name: "1 reply" }).waitFor();
});

step("a pinned message is on the timeline, and taken off again", async () => {
  const found = "Found it: the pool size went from 50 to 5.";
  await bea.say(found);
  await ann.act(ann.message(found), "Put on the timeline");
  await bea.message(found).getByText("on the timeline").waitFor();
  await ann.page.getByRole("link", { name: "INC-1 page" }).click();
  const entry = ann.page.locator(".entry", { hasText: found });
  await entry.waitFor();

  await bea.act(bea.message("I roll back"), "Put on the timeline");
  const withdrawn = ann.page.locator(".entry", { hasText: "I roll back" });
  await withdrawn.waitFor();
  await bea.act(bea.message("I roll back"), "Take off the timeline");
  await withdrawn.waitFor({ state: "detached" });
  await entry.waitFor();
  await ann.page.goBack();
});

step("commands: completed while typed, answered to the asker alone", async () => {
  await ann.composer.fill("/");
  await ann.page.getByRole("option", { name: /^severity/ }).waitFor();
  await ann.composer.pressSequentially("sev");
  await ann.composer.press("Tab");
  assert.equal(await ann.composer.inputValue(), "/inc severity ");
  await ann.page.getByRole("option", { name: /SEV1/ }).waitFor();
  await ann.composer.pressSequentially("sev1 all of the EU");
  await ann.composer.press("Enter");
  await ann.panel.locator(".sev", { hasText: "SEV1" }).waitFor();
  await bea.panel.locator(".sev", { hasText: "SEV1" }).waitFor();

  await ann.type("/inc sevrity sev2");
  const answer = ann.page.locator(".note", { hasText: "severity" });
  await answer.waitFor();
  await ann.pictured("answer");
  assert.equal(await bea.page.locator(".note").count(), 0, "nobody else sees the answer");
  await ann.dismissAnswers();
  await answer.waitFor({ state: "hidden" });

  await ann.composer.press("ArrowUp");
  assert.equal(await ann.composer.inputValue(), "/inc sevrity sev2", "arrow up recalls the last command");
  await ann.composer.fill("");
});

step("a page stands across every view until it is acknowledged", async () => {
  await ann.composer.fill("/inc page @Be");
  await ann.page.getByRole("option", { name: /Bea Novak/ }).waitFor();    // who came in after Ann can be named too
  await ann.composer.fill("/inc page @bea the primary database is down");
  await ann.composer.press("Enter");
  await ann.page.locator(".note", { hasText: "in the console only" }).waitFor();
  const banner = bea.page.locator(".banner.paged");
  await banner.getByText("You are paged").waitFor();
  await bea.page.waitForFunction(() => document.title.startsWith("(!) You are paged"));
  await bea.page.getByRole("link", { name: "All incidents" }).click();
  await banner.getByText("the primary database is down").waitFor();
  await bea.pictured("paged");
  await bea.page.emulateMedia({ colorScheme: "dark" });
  await bea.pictured("paged_dark");
  await bea.page.emulateMedia({ colorScheme: "light" });
  await bea.page.setViewportSize({ width: 390, height: 844 });
  await bea.pictured("paged_phone");
  const width = await bea.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `nothing is wider than the screen (${width})`);
  await bea.page.setViewportSize({ width: 1280, height: 800 });
  assert.equal(await ann.page.locator(".banner.paged").count(), 0, "only whom it is for");
  await banner.getByRole("button", { name: "Acknowledge" }).click();
  await banner.waitFor({ state: "detached" });
  await bea.page.waitForFunction(() => !document.title.startsWith("(!)"));
  await bea.page.locator(".incident-link", { hasText: kTitle }).first().click();
  await ann.dismissAnswers();
});

step("a time is read in the zone of the browser", async () => {
  await bea.composer.waitFor();
  const at = await bea.page.evaluate(() => {
    const then = new Date(Date.now() - 60_000);
    return new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(then);
  });
  await bea.type(`/inc note ${at} the pager rang`);
  await bea.page.locator(".note", { hasText: `${at} Tokyo` }).waitFor();
  await bea.dismissAnswers();
  await bea.type("/inc note 25:99 impossible");
  await bea.page.locator(".note", { hasText: "did not understand" }).waitFor();
  await bea.dismissAnswers();
});

step("an unsent update is there again after Esc, Cancel, a reload and the preview", async () => {
  const words = "Card payments fail in the EU. We are rolling";
  const open = async () => {
    await ann.panel.getByRole("button", { name: "Update", exact: true }).click();
    await ann.dialog.getByText("Your unsent text is back.").waitFor();
    assert.equal(await ann.dialog.getByLabel("What do they need to know?").inputValue(), words);
  };
  await ann.panel.getByRole("button", { name: "Update", exact: true }).click();
  await ann.dialog.getByText("Goes nowhere: no room configured").first().waitFor();
  await ann.dialog.getByLabel("What do they need to know?").fill(words);
  await ann.page.keyboard.press("Escape");
  await ann.dialog.waitFor({ state: "hidden" });
  await open();
  await ann.page.reload();
  await ann.panel.waitFor();
  await open();
  await ann.dialog.getByRole("checkbox", { name: "Show it to me first" }).check();
  await ann.dialog.getByRole("button", { name: "Send" }).click();
  await ann.page.getByRole("dialog", { name: "Check before sending" }).getByRole("button", { name: "Back" }).click();
  await ann.page.getByRole("dialog", { name: "Send an update" }).waitFor();
  assert.equal(await ann.dialog.getByLabel("What do they need to know?").inputValue(), words);
  await ann.dialog.getByRole("checkbox", { name: "Show it to me first" }).check();
  await ann.pictured("update_back");
  await ann.dialog.getByRole("button", { name: "Cancel" }).click();
  await open();
  await ann.dialog.getByRole("button", { name: "Start afresh" }).click();
  assert.equal(await ann.dialog.getByLabel("What do they need to know?").inputValue(), "");
  await ann.dialog.getByRole("button", { name: "Cancel" }).click();
});

step("an update is looked at before it is sent", async () => {
  await ann.panel.getByRole("button", { name: "Update", exact: true }).click();
  await ann.dialog.getByLabel("What do they need to know?").fill("Card payments fail in the EU. We are rolling back.");
  await ann.dialog.getByRole("checkbox", { name: "Show it to me first" }).check();
  await ann.dialog.getByRole("button", { name: "Send" }).click();
  const preview = ann.page.getByRole("dialog", { name: "Check before sending" });
  await preview.getByText("Card payments fail in the EU.").first().waitFor();
  await ann.pictured("update_preview");
  await preview.getByRole("button", { name: "Send" }).click();
  await preview.waitFor({ state: "hidden" });
  await bea.panel.getByText("Card payments fail in the EU.").waitFor();
});

step("a second incident is declared by typing", async () => {
  await bea.page.locator(".room-link", { hasText: "incidents" }).click();
  await bea.type("/inc declare sev3 Search results are stale");
  await bea.page.locator(".incident-link", { hasText: "Search results are stale" }).waitFor();
  await ann.page.locator(".incident-link", { hasText: "Search results are stale" }).waitFor();
  await ann.pictured("room");
});

step("what was said and done is there after reloading", async () => {
  await ann.page.reload();
  await ann.message("Found it: the pool size").waitFor();
  await ann.panel.locator(".sev", { hasText: "SEV1" }).waitFor();
  await ann.panel.getByText("Card payments fail in the EU.").waitFor();
});

step("the timeline is filtered by group, person and words", async () => {
  await ann.page.getByRole("link", { name: "INC-1 page" }).click();
  await ann.page.locator(".entry").first().waitFor();
  const all = await ann.page.locator(".entry").count();
  await ann.page.getByRole("button", { name: "Notes & decisions" }).click();
  await ann.page.locator(".entry", { hasText: "the pool size" }).waitFor();
  await ann.page.locator(".entry", { hasText: "SEV1" }).waitFor({ state: "detached" });
  await ann.page.getByRole("button", { name: "show all" }).click();
  await ann.page.getByLabel("Search the timeline").fill("pool size");
  await ann.page.getByText(`1 of`).waitFor();
  await ann.page.getByRole("button", { name: "show all" }).click();
  await ann.page.getByLabel("Housekeeping").check();
  await ann.page.locator(".entry.housekeeping").first().waitFor();
  assert.ok(await ann.page.locator(".entry").count() > all, "receipts are shown when asked for");
  await ann.page.getByLabel("Housekeeping").uncheck();
  await ann.pictured("incident");
});

step("with the keyboard alone: find, declare, choose from the list", async () => {
  const { keyboard } = ann.page;
  await ann.page.locator("#main").focus();
  await keyboard.press("Control+k");
  await keyboard.type("stale");
  await ann.page.getByRole("option", { name: /Search results are stale/ }).waitFor();
  await keyboard.press("Enter");
  await ann.panel.getByRole("heading", { name: "Search results are stale" }).waitFor();

  await ann.composer.press("Escape");
  await ann.page.locator(".messages").focus();
  await keyboard.press("d");
  await ann.dialog.waitFor();
  await keyboard.type("Keyboard works alone");
  await keyboard.press("Control+Enter");
  await ann.dialog.waitFor({ state: "hidden" });
  await ann.page.locator(".incident-link", { hasText: "Keyboard works alone" }).waitFor();

  await ann.page.locator(".messages").focus();
  await keyboard.press("i");
  await ann.page.locator("tr", { hasText: "Keyboard works alone" }).waitFor();
  await keyboard.press("j");
  await ann.page.locator("tr[aria-selected=true]", { hasText: "Keyboard works alone" }).waitFor();
  await keyboard.press("Enter");
  await ann.page.getByRole("heading", { name: "Keyboard works alone", level: 1 }).waitFor();
  await keyboard.press("?");
  await ann.page.getByRole("dialog", { name: "Keyboard and commands" }).waitFor();
  await keyboard.press("Escape");
  await ann.dialog.waitFor({ state: "hidden" });
});

step("when muster goes away one is told, what was written is kept, and it is sent once when muster is back", async () => {
  await ann.page.locator(".incident-link", { hasText: kTitle }).first().click();
  await ann.composer.waitFor();
  await muster.halt();
  await ann.page.getByText("The connection to muster is lost.").waitFor();
  await ann.type("Rollback is on 6 of 8 hosts.");
  const unsent = ann.page.locator(".outgoing.failed", { hasText: "6 of 8 hosts" });
  await unsent.waitFor();
  await ann.pictured("connection_lost");

  await muster.again();
  await ann.page.getByText("The connection to muster is lost.").waitFor({ state: "hidden" });
  await unsent.getByRole("button", { name: "Try again" }).click();
  await unsent.waitFor({ state: "detached" });
  await bea.page.locator(".incident-link", { hasText: kTitle }).first().click();
  await bea.message("6 of 8 hosts").waitFor();
  assert.equal(await bea.page.locator("[data-message]", { hasText: "6 of 8 hosts" }).count(), 1);
});

step("on a phone everything is within reach", async () => {
  const phone = await Visitor.arrive(browser, await bea.invite("Cleo Okafor"), "Cleo Okafor",
                                     { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await phone.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Rooms" }).tap();
  await phone.page.locator(".rooms-page .incident-link", { hasText: kTitle }).tap();
  await phone.say("Support has 41 calls, all from the EU.");
  await bea.message("Support has 41 calls").waitFor();
  await phone.pictured("phone_room");
  await phone.page.getByRole("tab", { name: "Incident" }).tap();
  await phone.panel.getByText("Card payments fail in the EU.").waitFor();
  await phone.pictured("phone_incident");
  const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `nothing is wider than the screen (${width})`);
  await phone.page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "Declare" }).tap();
  await phone.dialog.getByLabel("What is broken?").waitFor();
  await phone.pictured("phone_declare");
  assert.deepEqual(phone.troubles, []);
  await phone.leave();
});

step("an incident in full swing: roles, impact, tasks and talk stand beside each other", async () => {
  await bea.panel.getByRole("button", { name: "Operations lead" }).click();
  await ann.panel.locator(".rows li", { hasText: "Operations lead" }).getByText("Bea Novak").waitFor();
  await ann.type("/inc impact checkout full");
  await ann.panel.locator(".level", { hasText: "full" }).waitFor();
  await ann.type("/inc status fixing payments goes back to 4.11");
  await ann.panel.locator(".state", { hasText: "Fixing" }).waitFor();

  await ann.composer.fill("/inc task watch the error rate ");
  await ann.composer.pressSequentially("@Bea");
  await ann.page.getByRole("option", { name: /Bea Novak/ }).waitFor();
  await ann.composer.press("Tab");
  await ann.composer.pressSequentially("in 10m");
  await ann.composer.press("Enter");
  await bea.panel.locator(".todos li", { hasText: "watch the error rate" }).getByText("Bea Novak").waitFor();

  await bea.say("All 8 hosts are on 4.11. Errors fell from 38 % to 0.4 %.");
  const good = ann.message("All 8 hosts");
  await ann.act(good, "React");
  await ann.page.getByRole("button", { name: "Celebrate" }).click();
  await good.getByRole("button", { name: /^tada, 1/ }).waitFor();
  await ann.type("/inc severity sev2 only retries still fail");
  await ann.panel.locator(".sev", { hasText: "SEV2" }).waitFor();
  await ann.dismissAnswers();
  await ann.page.mouse.move(640, 30);
  await ann.pictured("console");
});

step("resolving asks first, and the state is changed for everybody", async () => {
  await ann.panel.getByRole("button", { name: "State" }).click();
  await ann.dialog.getByRole("radio", { name: "Monitoring" }).check();
  await ann.dialog.getByRole("button", { name: "Set state" }).click();
  await bea.panel.locator(".state", { hasText: "Monitoring" }).waitFor();

  await ann.type("/inc impact checkout none");
  await ann.panel.locator(".rows li.past", { hasText: "checkout" }).waitFor();
  await ann.panel.getByRole("button", { name: "Resolve" }).click();
  await ann.dialog.getByText("Give the all-clear").waitFor();
  await ann.dialog.getByRole("button", { name: "Resolve" }).click();
  await bea.panel.locator(".state", { hasText: "Resolved" }).waitFor();
});

step("the postmortem: written with a preview, kept when somebody else saved first, published", async () => {
  for (const who of [ann, bea]) {
    await who.page.goto(`${muster.address}/incidents/1/postmortem`);
    await who.page.getByRole("button", { name: "Edit" }).click();
  }
  const text = ann.page.getByLabel("Postmortem in Markdown");
  await text.fill(`${await text.inputValue()}\n\n## What we learned\n\nPool sizes are reviewed.\n`);
  await ann.page.locator(".preview").getByRole("heading", { name: "What we learned" }).waitFor();
  await ann.pictured("postmortem_editor");
  await ann.page.reload();
  assert.match(await text.inputValue(), /Pool sizes are reviewed/, "a reload keeps what was written");
  await ann.page.keyboard.press("Control+s");
  await ann.page.getByText("Saved ·").waitFor();
  await ann.page.getByRole("button", { name: "Done" }).click();
  await ann.page.locator(".document").getByText("Pool sizes are reviewed.").waitFor();

  await bea.page.getByLabel("Postmortem in Markdown").fill("Bea writes something else.");
  await bea.page.getByRole("button", { name: "Save" }).click();
  await bea.page.getByText("Somebody else saved this postmortem").waitFor();
  assert.equal(await bea.page.getByLabel("Postmortem in Markdown").inputValue(), "Bea writes something else.");
  await bea.page.getByRole("button", { name: "Take theirs, drop mine" }).click();
  await bea.page.locator(".document").getByText("Pool sizes are reviewed.").waitFor();

  await ann.page.getByRole("button", { name: "Submit for review" }).click();
  await ann.page.locator(".tag", { hasText: "In review" }).waitFor();
  await ann.page.getByRole("button", { name: "Publish …" }).click();
  await ann.dialog.getByText(/\d+ places are still marked Unknown/).waitFor();
  await ann.dialog.getByRole("button", { name: "Publish" }).click();
  await ann.page.locator(".tag", { hasText: "Published" }).waitFor();
  await ann.page.locator(".document tr", { hasText: "Postmortem" }).getByText("published").waitFor();
  await ann.page.reload();
  await ann.page.locator(".document").getByText("Pool sizes are reviewed.").waitFor();
  await ann.pictured("postmortem");
});

step("the report: filtered, linked to its incidents, and one page to print", async () => {
  await ann.page.getByRole("link", { name: "Report", exact: true }).click();
  const report = ann.page.getByRole("article", { name: "Report" });
  await report.getByRole("heading", { name: "How long it took" }).waitFor();
  await report.locator(".rp-dot").first().waitFor();
  await ann.pictured("report");

  const severity = ann.page.locator(".report-filters").getByLabel("Severity");
  await severity.selectOption("SEV4");
  await report.getByText("peak severity SEV4").first().waitFor();
  assert.ok(ann.page.url().includes("severity=SEV4"), "the filter stands in the address");
  await severity.selectOption("");
  await report.getByText(", all incidents").first().waitFor();

  const printed = await ann.page.context().newPage();
  const href = await ann.page.getByRole("link", { name: "One page, to print or send" }).getAttribute("href");
  await printed.goto(new URL(href, ann.page.url()).href);
  await printed.getByRole("heading", { name: "What the figures mean" }).waitFor();
  await new Visitor(printed).pictured("report_page");
  await printed.close();

  await report.locator("a[href='/incidents/1']:visible").first().click();
  await ann.page.getByRole("heading", { name: kTitle }).first().waitFor();
});

step("who is on call: a line of time with its gaps in words, and as a list by the keyboard", async () => {
  await ann.page.getByRole("link", { name: "On call", exact: true }).click();
  const row = ann.page.getByRole("region", { name: "Primary" });
  await row.getByText("Nobody is on call").first().waitFor();
  await row.locator(".oncall-shift", { hasText: "Cid Poe" }).first().waitFor();
  await row.locator(".oncall-gap").first().waitFor();
  await row.getByText("Shifts of Primary as a list").focus();
  await ann.page.keyboard.press("Enter");
  await row.getByRole("rowheader", { name: "Nobody is on call" }).first().waitFor();
  await ann.pictured("oncall");
  await ann.page.getByRole("button", { name: "Later" }).click();
  await ann.page.getByRole("button", { name: "Now", exact: true }).click();
});

step("what becomes private is gone from other screens at once", async () => {
  await ann.page.goto(`${muster.address}/rooms/incidents`);
  await ann.type("/inc declare sev3 --anyway Payroll export is public");
  // The answer names the room that opened.
  await ann.page.locator(".note").getByRole("link", { name: /payroll-export/ }).click();
  await ann.page.waitForURL(/\/rooms\/inc-\d+/);
  const number = /inc-(\d+)/.exec(ann.page.url())[1];
  await bea.page.goto(`${muster.address}/incidents/${number}`);
  await bea.page.getByRole("heading", { name: "Payroll export is public" }).first().waitFor();
  await ann.type("/inc private now");
  await bea.page.getByText(`There is no INC-${number}`).waitFor();
  assert.equal(await bea.page.getByText(/payroll/i).count(), 0, "not in the list beside it either");
  assert.doesNotMatch(await bea.page.title(), /payroll/i);
});

step("dark is designed too", async () => {
  await ann.page.emulateMedia({ colorScheme: "dark" });
  await ann.page.goto(`${muster.address}/incidents/1`);
  await ann.page.locator(".entry").first().waitFor();
  await ann.pictured("incident_dark");
});

step("no page had a trouble of its own", () => {
  assert.deepEqual([...ann.troubles, ...bea.troubles], []);
});
