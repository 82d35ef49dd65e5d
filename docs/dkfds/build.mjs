// Builds static/vendor/dkfds-11.2.0 and static/img/icons.svg from the pinned packages. See README.md.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const dkfds = join(modules, "dkfds");
const version = JSON.parse(readFileSync(join(dkfds, "package.json"))).version;
const root = join(here, "../../static");
const target = join(root, "vendor", `dkfds-${version}`);

rmSync(target, { recursive: true, force: true });
for (const folder of ["img/svg-icons", "fonts"]) mkdirSync(join(target, folder), { recursive: true });

const { css } = sass.compile(join(here, "portal.scss"), {
  style: "compressed", loadPaths: [modules], quietDeps: true,
});
const plain = css.replace(/^\uFEFF/, "").replace(/\/\*# sourceMappingURL=.*?\*\//g, "");
writeFileSync(join(target, "dkfds-portal.min.css"),
  `/*! DKFDS ${version}, a subset. MIT, copyright 2021 Danish Business Authority & Danish Agency for Digitisation. See LICENSE.md */\n${plain}\n`);
copyFileSync(join(dkfds, "LICENSE.md"), join(target, "LICENSE.md"));

const named = new Set([...plain.matchAll(/url\("?img\/svg-icons\/([a-z-]+\.svg)"?\)/g)].map((m) => m[1]));
for (const file of named) copyFileSync(join(dkfds, "src/img/svg-icons", file), join(target, "img/svg-icons", file));

const split = join(modules, "@ibm/plex-sans/fonts/split/woff2");
for (const weight of ["Regular", "SemiBold"])
  for (const part of ["Latin1", "Latin2"])
    copyFileSync(join(split, `IBMPlexSans-${weight}-${part}.woff2`), join(target, "fonts", `IBMPlexSans-${weight}-${part}.woff2`));
copyFileSync(join(split, "license.txt"), join(target, "fonts/license.txt"));

const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
const symbols = names.map((name) => {
  const svg = readFileSync(join(dkfds, "src/img/svg-icons", `${name}.svg`), "utf8");
  const box = /viewBox="([^"]+)"/.exec(svg)[1];
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "")
    .replace(/<path d="M0 0h24v24H0z?" fill="none"\/>|<path fill="none" d="M0 0h24v24H0z?"\/>/g, "");
  return `<symbol id="${name}" viewBox="${box}">${inner}</symbol>`;
});
const own = readFileSync(join(here, "own-icons.svg"), "utf8").trim();
mkdirSync(join(root, "img"), { recursive: true });
writeFileSync(join(root, "img/icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg"><!-- Material Symbols by way of DKFDS ${version}, Apache-2.0 (see vendor/dkfds-${version}/LICENSE.md); municipality, stop, plus, edit, moved and status-* are our own. Built by docs/dkfds. -->\n${symbols.join("\n")}\n${own}\n</svg>\n`);
