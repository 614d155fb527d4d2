// Opens a page in headless Chromium as a telephone, a laptop and paper see it, runs axe-core's rules on each, and prints what was
// found as one JSON object. `node axe.cjs MODULES CHROMIUM PAGE [PICTURES]`: MODULES is a node_modules folder with axe-core and
// playwright-core; with PICTURES, screenshots and the printed page are left in that folder.
const path = require('path');
const fs = require('fs');
const { pathToFileURL } = require('url');
const [modules, chromium, page_path, pictures] = process.argv.slice(2);
const playwright = require(path.join(modules, 'playwright-core'));
const axe = fs.readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const VIEWS = [
  { name: 'desktop', width: 1280, height: 900, media: 'screen' },
  { name: 'narrow', width: 320, height: 640, media: 'screen' },
  // 1280 pixels at 200 % are 640.
  { name: 'zoomed', width: 640, height: 450, media: 'screen' },
  { name: 'print', width: 1047, height: 740, media: 'print' },
];

// Without these, Chromium asks Google's hosts for things at every start.
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

async function main() {
  const browser = await playwright.chromium.launch({ executablePath: chromium, args: QUIET });
  const address = pathToFileURL(path.resolve(page_path)).href;
  const found = { axe: '', views: [] };
  for (const view of VIEWS) {
    // axe-core itself is a script: only for it the page's policy is put aside.
    for (const bypassCSP of [false, true]) {
      const context = await browser.newContext({ viewport: { width: view.width, height: view.height }, bypassCSP });
      const page = await context.newPage();
      const asked = [];
      const said = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => said.push(message.text()));
      await page.emulateMedia({ media: view.media });
      await page.goto(address);
      if (!bypassCSP) {
        const sides = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]);
        found.views.push({ name: view.name, page_width: sides[0], window_width: sides[1], requests: asked.length, console: said });
        if (pictures) {
          await page.screenshot({ path: path.join(pictures, `${view.name}.png`), fullPage: true });
          if (view.media === 'print') await page.pdf({ path: path.join(pictures, 'print.pdf'), preferCSSPageSize: true, printBackground: false });
        }
      } else {
        // Nobody presses a link on paper, so there it needs no size.
        const rules = view.media === 'print' ? { 'target-size': { enabled: false } } : {};
        await page.addScriptTag({ content: axe });
        const result = await page.evaluate(([tags, rules]) => window.axe.run(document, { runOnly: { type: 'tag', values: tags }, rules }), [TAGS, rules]);
        found.axe = result.testEngine.version;
        const told = found.views[found.views.length - 1];
        told.passes = result.passes.length;
        const list = (rules) => rules.map((rule) => `${rule.id}: ${rule.help} (${rule.nodes.length}; ${rule.nodes[0].html.slice(0, 160)})`);
        told.violations = list(result.violations);
        told.incomplete = list(result.incomplete);
      }
      await context.close();
    }
  }
  await browser.close();
  console.log(JSON.stringify(found));
}

main().catch((error) => { console.error(error); process.exit(1); });
