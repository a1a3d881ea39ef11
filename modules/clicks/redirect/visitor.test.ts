import { describe, expect, it } from 'vitest';
import { codeReference } from '../id/click-id.ts';
import { agentReader } from './client.ts';
import {
  isVisitorId,
  NO_MARK,
  newPerson,
  personOf,
  visitorBegun,
  visitorIdFor,
  visitorMark,
  visitorSince,
} from './visitor.ts';

const AT = Date.UTC(2022, 5, 15, 9);
const shop = codeReference('cccccccccc');
const here = visitorMark(shop, codeReference('aaaaaaaaaa'));
const elsewhere = visitorMark(shop, codeReference('aaaaaaaaab'));

describe('a visitor id', () => {
  it('says when a click of the same program and ad space made it, and to others nothing', () => {
    const id = visitorIdFor(newPerson(), AT, here);
    expect(isVisitorId(id)).toBe(true);
    expect([visitorSince(id, here, AT), visitorBegun(here, AT)]).toEqual([AT, AT]);
    expect(visitorSince(id, here, AT + 86_400_000)).toBe(AT);
    expect(visitorSince(id, elsewhere, AT)).toBeNull();
  });

  it('says nothing where no counted click made it, or where it claims to be of the future', () => {
    expect(visitorSince(visitorIdFor(newPerson(), AT, NO_MARK), here, AT)).toBeNull();
    expect(visitorSince(visitorIdFor(newPerson(), AT, NO_MARK), NO_MARK, AT)).toBeNull();
    expect(visitorBegun(NO_MARK, AT)).toBeNull();
    expect(visitorSince(visitorIdFor(newPerson(), AT, here), here, AT - 1)).toBeNull();
  });

  it('keeps the person, is never given twice, and sorts by time', () => {
    const persons = Array.from({ length: 2_000 }, newPerson);
    const ids = persons.map((person, index) => visitorIdFor(person, AT + index, here));
    expect(ids.map(personOf)).toEqual(persons);
    expect(new Set(persons).size).toBe(persons.length);
    expect([...ids].sort()).toEqual(ids);
  });
});

describe('the device', () => {
  const read = agentReader();
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36', 'desktop'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 13_0) AppleWebKit/605.1.15 Version/16.1 Safari/605.1.15', 'desktop'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0', 'desktop'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', 'mobile'],
    ['Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36', 'mobile'],
    ['Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 Chrome/120.0 Safari/537.36', 'tablet'],
    ['Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', 'tablet'],
    ['Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 TV Safari/537.36', 'other'],
    ['Googlebot/2.1 (+http://www.google.com/bot.html)', 'other'],
    ['curl/8.5.0', 'other'],
  ])('of %s is %s', (userAgent, device) => {
    expect(read(userAgent).device).toBe(device);
  });
});
