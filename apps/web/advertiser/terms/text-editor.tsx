import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Text } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
} from '@codemirror/view';
import './terms.css';
import { useEffect, useRef } from 'react';
import type { TermsFinding } from '../../../../contract/wire/terms.ts';

export interface TextEditorProps {
  readonly label: string;
  readonly text: string;
  readonly findings: readonly TermsFinding[];
  readonly readOnly: boolean;
  readonly onChange: (text: string) => void;
  /** Shows this line, and puts the cursor there; a new object asks again. */
  readonly target: { readonly line: number; readonly column: number } | null;
}

/** Remarks, texts, figures, reasons, and the words that begin a statement: enough to read by, it does not have to understand them. */
const PARTS =
  /(#.*$)|("(?:[^"\\]|\\.)*"?)|(\b\d[\w:.-]*%?)|(\b[A-Z][A-Z_]{3,}\b)|(\b(?:program|version|time zone|orders in|categories|countries|stores|products|ad spaces|internal rate|notice|clicks|coupons|geo match|reward in|round|confirm on|cap|budget|regime|rule|note|import|remove)\b(?![\w-]))|(\b(?:when|then|pay|no reward|decline|unresolved|not attributed|otherwise|unstated|by category|by volume|from|until|except)\b(?![\w-]))/gm;
const CLASSES = ['remark', 'quoted', 'figure', 'reason', 'statement', 'word'];

const colouring = new MatchDecorator({
  regexp: PARTS,
  decoration: (match) => {
    const part = match.slice(1).findIndex((group) => group !== undefined);
    return Decoration.mark({ class: `terms-${CLASSES[part] ?? 'word'}` });
  },
});

const colours = ViewPlugin.define(
  (view): { decorations: DecorationSet; update: (update: Parameters<typeof colouring.updateDeco>[0]) => void } => ({
    decorations: colouring.createDeco(view),
    update(update) {
      this.decorations = colouring.updateDeco(update, this.decorations);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

const look = EditorView.theme({
  '&': { fontSize: '0.85rem', backgroundColor: 'transparent', height: '100%' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.55' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--mantine-color-dimmed)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'var(--mantine-color-default-hover)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)', outlineOffset: '-1px' },
  '.cm-tooltip': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--mantine-color-default-border)',
    maxWidth: '42rem',
  },
});

function nonceOfPage(): string {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
}

/** The terms as text. The tab key leaves it, as everywhere on the page; undo takes back what the form wrote, too. */
export default function TextEditor({ label, text, findings, readOnly, onChange, target }: TextEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const first = useRef({ text, label, readOnly });

  useEffect(() => {
    if (place.current === null) return;
    const { text: doc, label: name, readOnly: isFixed } = first.current;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({ doc, extensions: extensions(name, isFixed, changed) }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const present = view.current;
    if (present !== null && present.state.doc.toString() !== text)
      present.dispatch({ changes: smallestChange(present.state.doc, text) });
  }, [text]);

  useEffect(() => {
    const present = view.current;
    if (present !== null)
      present.dispatch(
        setDiagnostics(
          present.state,
          findings.map((each) => diagnosticOf(present.state.doc, each)),
        ),
      );
  }, [findings]);

  useEffect(() => {
    const present = view.current;
    if (present === null || target === null) return;
    const at = offsetOf(present.state.doc, target);
    present.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    present.focus();
  }, [target]);

  return <div ref={place} className="terms-text" />;
}

function extensions(label: string, readOnly: boolean, changed: { readonly current: (text: string) => void }) {
  return [
    EditorView.cspNonce.of(nonceOfPage()),
    lineNumbers(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    colours,
    lintGutter(),
    look,
    EditorView.lineWrapping,
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
    keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed.current(update.state.doc.toString());
    }),
  ];
}

/** Only what differs is replaced, so that the cursor and the history keep their places. */
function smallestChange(doc: Text, text: string): { from: number; to: number; insert: string } {
  const before = doc.toString();
  let start = 0;
  while (start < before.length && start < text.length && before[start] === text[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, text.length) - start;
  while (end < most && before[before.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  return { from: start, to: before.length - end, insert: text.slice(start, text.length - end) };
}

function offsetOf(doc: Text, { line, column }: { readonly line: number; readonly column: number }): number {
  const found = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(found.from + column - 1, found.to);
}

/** Marks the word at which a finding stands. */
function diagnosticOf(doc: Text, { position, severity, message, remedy }: TermsFinding): Diagnostic {
  const from = offsetOf(doc, position);
  const rest = doc.lineAt(from).text.slice(from - doc.lineAt(from).from);
  const word = /^("[^"]*"?|[^\s{}(),;:]+)/.exec(rest)?.[0].length ?? 0;
  return { from, to: from + word, severity, message: remedy === '' ? message : `${message} ${remedy}` };
}
