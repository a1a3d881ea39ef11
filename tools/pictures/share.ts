/** Draws the picture that previews of shared pages show: many streams that become one. Without words, so that it fits every language and network. */
import { fileURLToPath } from 'node:url';
import { SHARE_PICTURE } from '../../apps/site/frame/share-picture.ts';
import { openBrowser } from '../../scenarios/browser/chromium.ts';

const { width, height, file } = SHARE_PICTURE;
const MIDDLE = width / 2;
/** Where each stream begins, from the left edge of the picture, and how wide it is. */
const streams = [
  { from: 90, width: 10 },
  { from: 250, width: 16 },
  { from: 420, width: 26 },
  { from: 780, width: 26 },
  { from: 950, width: 16 },
  { from: 1110, width: 10 },
];

const paths = streams
  .map(({ from, width: thick }) => {
    const end = MIDDLE + Math.sign(from - MIDDLE) * (Math.abs(from - MIDDLE) / 14);
    return `<path d="M${from} -20C${from} 300 ${end} 270 ${end} 480V${height + 20}" stroke-width="${thick}" opacity="${thick / 30}"/>`;
  })
  .join('');
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="${width}" height="${height}" fill="#0c3b48"/>
<g fill="none" stroke="#8cc6d3" stroke-linecap="round">${paths}</g>
</svg>`;

const browser = await openBrowser();
try {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(`<body style="margin:0;line-height:0">${drawing}`);
  await page.screenshot({ path: fileURLToPath(file) });
  console.log(fileURLToPath(file));
} finally {
  await browser.close();
}
