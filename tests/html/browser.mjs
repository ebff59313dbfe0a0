// Opens pages in headless Chromium as people do: on a phone, a tablet and a desk, in light and in dark, and in print.
// Fails on sideways scrolling, console messages, requests, and what axe-core calls a violation; writes screenshots.
//
//   node tests/html/browser.mjs SCREENSHOTS PAGE.html…
//
// Needs Chromium (the first of $CHROMIUM, chromium, chromium-browser, google-chrome), and installs playwright-core and
// axe-core into a temporary folder unless $NODE_MODULES names one that has them. Without any of these it says SKIPPED.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const WIDTHS = [390, 768, 1440];
const SCHEMES = ["light", "dark"];
// A busy machine draws a long page slowly.
const PATIENCE = 180_000;
// As much of a page as a picture of it shows.
const TALLEST = 8000;
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const skip = (why) => {
  console.log(`SKIPPED: ${why}`);
  process.exit(0);
};

const runs = (program) => {
  try {
    execFileSync(program, ["--version"], { stdio: ["ignore", "pipe", "ignore"] });
    return true;
  } catch {
    return false;
  }
};

const [folder, ...pages] = process.argv.slice(2);
if (!folder || pages.length === 0) {
  console.error("usage: browser.mjs SCREENSHOTS PAGE.html…");
  process.exit(2);
}
const chromium = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"].filter(Boolean).find(runs);
if (!chromium) skip("there is no Chromium");

let modules = process.env.NODE_MODULES;
let temporary;
if (!modules) {
  temporary = mkdtempSync(join(tmpdir(), "pages-"));
  process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));
  writeFileSync(join(temporary, "package.json"), '{"private":true}');
  try {
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "playwright-core@1", "axe-core@4"], {
      cwd: temporary,
      stdio: "ignore",
    });
  } catch {
    skip("playwright-core and axe-core cannot be installed");
  }
  modules = join(temporary, "node_modules");
}
const load = createRequire(join(resolve(modules), "x.js"));
const playwright = load("playwright-core");
const axe = readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");

const path = execFileSync("sh", ["-c", `command -v ${chromium}`], { encoding: "utf8" }).trim();
const browser = await playwright.chromium.launch({ executablePath: path, headless: true, args: FLAGS });
mkdirSync(folder, { recursive: true });
const problems = [];
let checked = 0;

for (const file of pages) {
  const name = basename(file).replace(/\.[a-z]+$/, "");
  const url = pathToFileURL(resolve(file)).href;
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      const where = `${name} at ${width} px, ${colorScheme}`;
      const problem = (what) => problems.push(`${where}: ${what}`);
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        // The policy of the page would keep axe out; what it forbids is looked at with it in force below.
        bypassCSP: true,
      });
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      page.on("console", (message) => problem(`console: ${message.text()}`));
      page.on("pageerror", (error) => problem(`error: ${error}`));
      page.on("request", (request) => {
        if (request.url() !== url) problem(`request: ${request.url()}`);
      });
      await page.goto(url);
      const widths = () =>
        page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      const overflow = async (state) => {
        const [wide, room] = await widths();
        if (wide > room) problem(`${state} it is ${wide} px wide`);
      };
      await overflow("folded");
      // Browsers do not draw pages of any length: the beginning, with everything that is not a list of profiles. Of a
      // picture alone, Chromium 156 never finishes more than what the window shows.
      const tall = await page.evaluate(() => document.documentElement.scrollHeight);
      const whole = { fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(tall, TALLEST) } };
      await page.screenshot({
        path: join(folder, `${name}-${width}-${colorScheme}.png`),
        ...(file.endsWith(".html") ? whole : {}),
      });
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      await overflow("unfolded");
      if (file.endsWith(".html")) {
        // What has not been drawn lies over something else, as far as axe can tell.
        await page.addStyleTag({ content: "* { content-visibility: visible !important; }" });
        await page.evaluate(axe);
        const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        for (const one of found.violations) {
          const nodes = one.nodes.slice(0, 3).map((node) => node.target.join(" ") + " " + node.html.slice(0, 160));
          problem(`axe: ${one.id}: ${one.help}: ${nodes.join(" | ")}`);
        }
      }
      await context.close();
      checked += 1;
    }
  }
  if (!file.endsWith(".html")) continue;
  // As it is sent: with its policy, and without scripts.
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, javaScriptEnabled });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const problem = (what) => problems.push(`${name}, scripts ${javaScriptEnabled ? "on" : "off"}: ${what}`);
    page.on("console", (message) => problem(`console: ${message.text()}`));
    page.on("pageerror", (error) => problem(`error: ${error}`));
    page.on("request", (request) => {
      if (request.url() !== url) problem(`request: ${request.url()}`);
    });
    await page.goto(url);
    if (javaScriptEnabled) {
      for (const head of await page.locator("th button").all()) {
        await head.click();
        await head.click();
      }
      const sorts = await page.locator("th[aria-sort=descending]").count();
      const tables = await page.locator("table[data-sortable]").count();
      if (sorts !== tables) problem(`${sorts} of ${tables} tables can be sorted`);
    } else {
      // Folded parts print without a script, too.
      await page.emulateMedia({ media: "print" });
      const folded = () =>
        page.evaluate(() =>
          Array.from(document.querySelectorAll("details table")).filter((one) => one.checkVisibility && !one.checkVisibility({ contentVisibilityAuto: true })).length,
        );
      // What is visible is known once the browser has drawn it.
      let hidden = await folded();
      for (const begin = Date.now(); hidden > 0 && Date.now() - begin < PATIENCE; hidden = await folded()) await page.waitForTimeout(50);
      if (hidden > 0) problem(`${hidden} folded tables are not printed`);
    }
    await page.pdf({ path: join(folder, `${name}.pdf`), format: "A4", preferCSSPageSize: true, printBackground: true });
    await context.close();
    checked += 1;
  }
}
await browser.close();
for (const problem of problems) console.log(problem);
console.log(`${checked - new Set(problems.map((one) => one.split(":")[0])).size} passed, ${new Set(problems.map((one) => one.split(":")[0])).size} failed`);
process.exit(problems.length > 0 ? 1 : 0);
