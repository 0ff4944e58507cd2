// Opens pages in headless Chromium and uses them as a reader would.
//
//     node --test page.test.mjs        PAGES=a.html,b.html  SHOTS=folder
//
// Run by eval/page, which makes the pages and installs what is missing.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";

const pages = process.env.PAGES.split(",").map((path) => resolve(path));
const shots = resolve(process.env.SHOTS ?? ".");
const profile = mkdtempSync(join(tmpdir(), "page-test-"));
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
let browser;

before(async () => {
  browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
  });
});
after(async () => {
  await browser?.close();
  rmSync(profile, { recursive: true, force: true });
});

/// Opens a page and collects whatever it complains about or asks for.
async function open(path, { lang = "fr", dark = false, width = 1280, height = 900, hash = "" } = {}) {
  const page = await browser.newPage();
  const faults = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => /^(file|data|blob|about):/.test(request.url()) || faults.push(`request to ${request.url()}`));
  page.on("dialog", (dialog) => { faults.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  await page.addInitScript((lang) => Object.defineProperty(navigator, "languages", { get: () => [lang] }), lang);
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  await page.setViewportSize({ width, height });
  await page.goto(pathToFileURL(path).href + hash);
  await page.locator("h1").waitFor();
  return { page, faults };
}
const shot = (page, path, name) => page.screenshot({ path: join(shots, `${basename(path, ".html")}-${name}.png`) });
const data = (page) => page.evaluate(() => JSON.parse(document.getElementById("data").textContent));
const marked = (page) => page.locator("#reader mark").evaluateAll((marks) => marks.map((mark) => mark.textContent).join(""));

/// The words that a link promises, counted in code points as the data has them.
function promised(data, href) {
  const [, id, begin, end] = /^#(.+):(\d+)-(\d+)$/.exec(href);
  const text = data.texts.find((text) => text.id.startsWith(id));
  const cut = (words, from) => Array.from(words).slice(begin - from, end - from).join("");
  if (text.content != null) return cut(text.content, 0);
  const [from, , words] = text.excerpts.find(([b, e]) => b <= begin && end <= e);
  return cut(words, from);
}

async function serious(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

for (const path of pages) {
  const name = basename(path);

  for (const lang of ["fr", "en"]) for (const dark of [false, true]) for (const width of [1280, 360]) {
    const look = `${lang}-${dark ? "dark" : "light"}-${width}`;
    test(`${name} looks right: ${look}`, async () => {
      const { page, faults } = await open(path, { lang, dark, width, height: width < 500 ? 740 : 900 });
      assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
      const wide = await page.evaluate(() => [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && !node.closest("nav, .skip, .sr")).map((node) => node.outerHTML.slice(0, 120)).slice(0, 3));
      assert.deepEqual(wide, [], "nothing wider than the window");
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      assert.deepEqual(await serious(page), []);
      await shot(page, path, look);
      await page.locator(".line a.words:visible").first().click();
      await page.locator("#reader mark").first().waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      assert.deepEqual(await serious(page), []);
      await shot(page, path, `${look}-reader`);
      assert.deepEqual(faults, []);
      await page.close();
    });
  }

  test(`${name}: every line opens the exact words`, async () => {
    const { page, faults } = await open(path);
    const told = await data(page);
    const links = await page.locator(".line a.words").evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute("href")))]);
    assert.ok(links.length > 3, "there are lines");
    for (const href of links.slice(0, 40)) {
      await page.evaluate((href) => document.querySelector(`.line a.words[href="${href}"]`).click(), href);
      // The white space between two blocks is not drawn.
      assert.equal((await marked(page)).replace(/\s+/g, ""), promised(told, href).replace(/\s+/g, ""), href);
    }
    const box = await page.locator("#reader mark").first().boundingBox();
    const frame = await page.locator("#reader .article").boundingBox();
    assert.ok(box.y >= frame.y - 1 && box.y < frame.y + frame.height, "the words are in view");
    assert.deepEqual(faults, []);
    await page.close();
  });

  test(`${name}: a line of the ledger, shown and opened`, async () => {
    const { page } = await open(path);
    const told = await data(page);
    const line = page.locator("#ledger .line a.words").first();
    await line.scrollIntoViewIfNeeded();
    const before = await line.boundingBox();
    await line.click();
    await page.waitForTimeout(300);
    const after = await line.boundingBox();
    assert.ok(Math.abs(after.y - before.y) < 40, `the line stays where it is, ${before.y} to ${after.y}`);
    const words = await marked(page);
    assert.equal(words, promised(told, await line.getAttribute("href")));
    assert.ok((await line.textContent()).includes(words.replace(/\s+/g, " ").trim()), "the line shows what it opens");
    await page.close();
  });

  test(`${name}: an address leads to its words`, async () => {
    const first = await open(path);
    const href = await first.page.locator(".line a.words").first().getAttribute("href");
    const told = await data(first.page);
    await first.page.close();
    const { page } = await open(path, { hash: href });
    assert.equal((await marked(page)).trim(), promised(told, href).trim());
    await page.close();
  });

  test(`${name}: by keyboard alone`, async () => {
    const { page } = await open(path);
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.matches(".skip")), "the skip link comes first");
    await page.keyboard.press("Enter");
    await page.keyboard.press("j");
    const first = await page.evaluate(() => document.activeElement.getAttribute("href"));
    await page.keyboard.press("j");
    const second = await page.evaluate(() => document.activeElement.getAttribute("href"));
    await page.keyboard.press("k");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), first);
    assert.ok(first && second, "j goes from line to line");
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("#reader").isVisible());
    assert.ok(await page.evaluate(() => document.getElementById("reader").contains(document.activeElement)), "the reader has the focus");
    await page.keyboard.press("Escape");
    assert.ok(await page.locator("#reader").isHidden());
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), first, "the focus comes back");
    await page.close();
  });

  test(`${name}: filter, language and theme, and nothing is stored`, async () => {
    const { page, faults } = await open(path);
    await page.locator("#filter").fill("zzzzqqqq");
    await page.locator("#ledger .nothing").waitFor();
    await page.locator("#filter").fill("");
    await page.locator("#ledger .line").first().waitFor();
    const title = await page.locator("#ledger h2").textContent();
    await page.locator(".languages button", { hasText: "EN" }).click();
    assert.notEqual(await page.locator("#ledger h2").textContent(), title);
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.locator(".theme").click();
    assert.notEqual(await paper(), light);
    const stored = await page.evaluate(() => [document.cookie, Object.keys(localStorage).length, Object.keys(sessionStorage).length]);
    assert.deepEqual(stored, ["", 0, 0]);
    assert.deepEqual(faults, []);
    await page.close();
  });

  test(`${name}: the bar on top leads to its sections`, async () => {
    const { page } = await open(path);
    await page.locator('nav a[href="#chains"]').click();
    await page.waitForFunction(() => Math.abs(document.getElementById("chains").getBoundingClientRect().top) < 120 || scrollY + innerHeight + 2 > document.documentElement.scrollHeight);
    await page.close();
  });

  test(`${name}: on paper`, async () => {
    const { page } = await open(path);
    await page.pdf({ path: join(shots, `${basename(path, ".html")}.pdf`), format: "A4" });
    await page.close();
  });

  test(`${name}: one file that asks nobody for anything`, () => {
    const html = readFileSync(path, "utf8");
    assert.ok(!/<(script|link|img|iframe)[^>]+(src|href)=/i.test(html.split('id="strings"')[0]));
    assert.ok(html.length < 5e6, `${html.length} bytes`);
  });
}
