// Comma-separated values (RFC 4180) that no spreadsheet runs as a formula (OWASP, "CSV Injection").

const FORMULA = /^[=+\-@\t\r]/;

function cell(value) {
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines of a header and rows of strings and numbers. */
export const csv = (header, rows) => [header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
