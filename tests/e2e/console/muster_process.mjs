// A muster of the tests' own: its program, its data folder, its port.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const kStartMs = 60_000;
const kStopMs = 30_000;

export class MusterProcess {
  static async start(binary, config = "") {
    const muster = new MusterProcess(binary, await mkdtemp(join(tmpdir(), "muster-console-")));
    if (config) {
      muster.config = join(muster.folder, "muster.yaml");
      await writeFile(muster.config, config);
    }
    await muster.serve("127.0.0.1:0");
    return muster;
  }

  constructor(binary, folder) {
    this.binary = binary;
    this.folder = folder;
    this.log = [];
  }

  // Starts serving and reads the address and the one-time link from its output.
  async serve(listen) {
    this.process = spawn(this.binary, ["serve", "--data", this.folder, "--listen", listen, ...(this.config ? ["--config", this.config] : [])],
                         { stdio: ["ignore", "pipe", "pipe"] });
    const keep = (line) => this.log.push(line);
    createInterface({ input: this.process.stderr }).on("line", keep);
    const lines = createInterface({ input: this.process.stdout });
    this.link = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`muster said no link:\n${this.said()}`)), kStartMs);
      this.process.once("exit", (code) => reject(new Error(`muster ended with ${code}:\n${this.said()}`)));
      this.process.once("error", reject);
      lines.on("line", (line) => {
        keep(line);
        const link = /https?:\/\/[^\s"]+\/#signin=[^\s"]+/.exec(line);
        if (!link) return;
        clearTimeout(late);
        resolve(link[0]);
      });
    });
    this.address = new URL(this.link).origin;
  }

  // Ends it as an operator would, and waits until it is gone.
  async halt() {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, "exit");
    this.process.kill("SIGTERM");
    const late = setTimeout(() => this.process.kill("SIGKILL"), kStopMs);
    await gone;
    clearTimeout(late);
  }

  // The same data on the same port again.
  async again() {
    await this.serve(new URL(this.address).host);
  }

  async remove() {
    await this.halt();
    await rm(this.folder, { recursive: true, force: true });
  }

  said() {
    return this.log.slice(-40).join("\n");
  }
}
