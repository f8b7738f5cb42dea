/** Why a row of a file is not accepted. `column` and `value` are null when the whole row is meant. */
export type Rejection = {
  file: string;
  line: number;
  column: string | null;
  value: string | null;
  reason: string;
};

const LONGEST_VALUE = 60;

/** For a person: file, line, column, value, reason. */
export function describeRejection({ file, line, column, value, reason }: Rejection): string {
  const where = column === null ? '' : ` ${column}`;
  const shown =
    value === null || value === ''
      ? ''
      : ` "${value.replace(/\s+/g, ' ').slice(0, LONGEST_VALUE)}"`;
  return `${file} line ${line}:${where}${shown} ${reason}`;
}
