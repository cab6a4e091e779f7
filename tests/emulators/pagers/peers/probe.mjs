// Runs page_probe, which sends one page of muster's through a provider and prints what became of it.
import { execFile } from "node:child_process";

const program = process.env.PAGE_PROBE;

export function probe(...args) {
  return new Promise((resolve, reject) => {
    execFile(program, args.map(String), { timeout: 30000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stderr}`));
      else resolve(JSON.parse(stdout));
    });
  });
}
