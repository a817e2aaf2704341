/** What is wrong with a text as JSON, with its line; undefined if it is an object. */
export function jsonMistake(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'A policy is an object: {"Version": "2012-10-17", "Statement": [ … ]}.';
  } catch (thrown) {
    const { message } = thrown as SyntaxError;
    const [, position] = /position (\d+)/.exec(message) ?? [];
    if (position === undefined || /line \d/.test(message)) return message;
    return `${message} (line ${text.slice(0, Number(position)).split('\n').length})`;
  }
}

/** Laid out for reading; a text that is no JSON stays as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
