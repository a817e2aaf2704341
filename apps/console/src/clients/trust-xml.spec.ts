import { trusted, trustXml } from './trust-xml.js';

describe('what may become a document', () => {
  it('is what the SDK parses', () => {
    expect(trusted('<a/>', 'DOMParser parseFromString')).toBe('<a/>');
  });

  it.each(['Element innerHTML', 'Document write', 'Range createContextualFragment', 'HTMLIFrameElement srcdoc', ''])('is nothing by way of %j', (sink) => {
    expect(trusted('<a/>', sink)).toBeUndefined();
  });

  it('is ruled by the one policy that the browser takes', () => {
    const made: string[] = [];
    trustXml({ trustedTypes: { createPolicy: (name, { createHTML }) => { made.push(name, String(createHTML('x', 'TrustedHTML', 'DOMParser parseFromString'))); } } });
    expect(made).toEqual(['default', 'x']);
  });

  it('is as ever in a browser that knows no trusted types', () => {
    expect(() => { trustXml({}); }).not.toThrow();
  });
});
