// Somebody at the console: a browser of their own and what they do in it, with the words that stand on the screen.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

const kScreenshots = process.env.MUSTER_SCREENSHOTS || "screenshots";
const kWaitMs = 30_000;

export class Visitor {
  // `options` are Playwright's: viewport, colorScheme, hasTouch ...
  static async arrive(browser, link, name, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(kWaitMs);
    const visitor = new Visitor(await context.newPage());
    await visitor.page.goto(link);
    await visitor.giveName(name);
    await visitor.page.locator(".frame").waitFor();
    return visitor;
  }

  constructor(page) {
    this.page = page;
    this.troubles = [];
    page.on("pageerror", (error) => this.troubles.push(error.message));
    page.on("console", (message) => {
      // A refused request is logged by the browser too; what the page says about it is what counts.
      const isNetwork = /Failed to load resource|WebSocket connection/.test(message.text());
      if (message.type() === "error" && !isNetwork) this.troubles.push(message.text());
    });
  }

  // Asked only when the link names nobody.
  async giveName(name) {
    const field = this.page.getByLabel("Your name");
    await field.or(this.page.locator(".frame")).first().waitFor();
    if (!(await field.isVisible())) return;
    await field.fill(name);
    await this.page.getByRole("button", { name: "Come in" }).click();
  }

  async leave() {
    await this.page.context().close();
  }

  get composer() {
    return this.page.locator(".chat [data-composer]");
  }
  get dialog() {
    return this.page.getByRole("dialog");
  }
  get panel() {
    return this.page.locator(".panel");
  }
  message(text) {
    return this.page.locator("[data-message]").filter({ hasText: text }).first();
  }

  async type(text) {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  async say(text) {
    await this.type(text);
    await this.message(text).waitFor();
  }

  async dismissAnswers() {
    const dismiss = this.page.locator(".chat").getByRole("button", { name: "Dismiss" });
    while (await dismiss.count() > 0) await dismiss.first().click();
  }

  // A link for somebody else, through the menu.
  async invite(name = "") {
    await this.page.getByRole("button", { name: "Menu" }).click();
    await this.page.getByRole("menuitem", { name: "Invite somebody" }).click();
    await this.dialog.getByLabel("Their name").fill(name);
    await this.dialog.getByRole("button", { name: "Make the link" }).click();
    const link = await this.dialog.getByLabel("Sign-in link").inputValue();
    await this.page.keyboard.press("Escape");
    return link;
  }

  async act(message, label) {
    await message.hover();
    await message.getByRole("button", { name: label, exact: true }).click();
  }

  async pictured(name) {
    await mkdir(kScreenshots, { recursive: true });
    await this.page.screenshot({ path: join(kScreenshots, `${name}.png`), animations: "disabled" });
  }
}
