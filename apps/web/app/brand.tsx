/** Two streams that become one. */
export function Brand({ name }: { readonly name: string }) {
  return (
    <a href="/" className="brand">
      <svg
        width="26"
        height="26"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <path d="M4 3c0 7 8 6 8 13v5" />
        <path d="M20 3c0 7-8 6-8 13" />
      </svg>
      <span>{name}</span>
    </a>
  );
}
