/** Below this there is no require() of ES modules, which several packages rely on. */
const LEAST = [20, 19, 0];

/**
 * @param {string} version such as `20.19.1`
 * @returns {string | null} what to tell the person, or null when the version will do
 */
export function nodeRefusal(version) {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  const [major = 0, minor = 0, patch = 0] = parts;
  const [leastMajor = 0, leastMinor = 0, leastPatch = 0] = LEAST;
  const enough =
    major > leastMajor ||
    (major === leastMajor && (minor > leastMinor || (minor === leastMinor && patch >= leastPatch)));
  if (enough) {
    return null;
  }
  return (
    `Tributary needs Node ${LEAST.join('.')} or newer, and this is Node ${version}. ` +
    'Install a current one from https://nodejs.org (or with nvm: nvm install 22), then run the same command again.'
  );
}
