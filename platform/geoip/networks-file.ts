import { readFile } from 'node:fs/promises';
import { Networks } from './address.ts';

/**
 * Reads a list of networks that a person keeps: an address or a CIDR a line, `#` begins a comment. No file is an empty list. A line
 * that is no network is told and left out, so that a slip of the pen does not switch off the rest.
 */
export async function readNetworks(file: string, onProblem: (problem: string) => void): Promise<readonly string[]> {
  const lines = (await textOf(file)).split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim());
  return lines.filter((line, index) => line !== '' && isNetwork(line, `${file}, line ${index + 1}`, onProblem));
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function isNetwork(line: string, place: string, onProblem: (problem: string) => void): boolean {
  try {
    return new Networks([line]).size === 1;
  } catch (error) {
    onProblem(`${place}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
