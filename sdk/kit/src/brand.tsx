/** The mark: somebody's words, held. The same drawing as build/mark.svg. */
export function Brand({ size = 72 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 96 96" width={size} height={size} aria-hidden="true">
      <rect width="96" height="96" rx="26" fill="#0f766e" />
      <path
        d="M26 24h44a12 12 0 0 1 12 12v20a12 12 0 0 1-12 12H52L36 82V68H26a12 12 0 0 1-12-12V36a12 12 0 0 1 12-12z"
        fill="#fdfaf4"
      />
      <path d="M48 60 34.5 46.8a8.4 8.4 0 0 1 11.9-11.9L48 36.5l1.6-1.6a8.4 8.4 0 0 1 11.9 11.9z" fill="#d8325a" />
    </svg>
  );
}
