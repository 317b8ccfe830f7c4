export interface Base64 {
  btoa(text: string): string;
  atob(encoded: string): string;
}

/** What the JSONata library otherwise takes from a browser. */
export function createBase64(): Base64 {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const refuse = (code: string): never => {
    throw { sandbox: { kind: 'failed', code } };
  };

  function toBits(text: string, width: number, codeAt: (at: number) => number): string {
    let bits = '';
    for (let at = 0; at < text.length; at += 1) bits += codeAt(at).toString(2).padStart(width, '0');
    return bits;
  }

  function fromBits(bits: string, width: number, toLetter: (value: number) => string): string {
    let text = '';
    for (let at = 0; at < bits.length; at += width) {
      text += toLetter(Number.parseInt(bits.slice(at, at + width).padEnd(width, '0'), 2));
    }
    return text;
  }

  return {
    btoa(text) {
      const bits = toBits(text, 8, (at) => (text.charCodeAt(at) > 255 ? refuse('base64-text') : text.charCodeAt(at)));
      const encoded = fromBits(bits, 6, (value) => alphabet.charAt(value));
      return encoded.padEnd(Math.ceil(encoded.length / 4) * 4, '=');
    },
    atob(encoded) {
      const letters = encoded
        .replace(/[\s=]+/g, '')
        .replace(/-/g, '+')
        .replace(/_/g, '/');
      const bits = toBits(letters, 6, (at) => {
        const value = alphabet.indexOf(letters.charAt(at));
        return value < 0 ? refuse('base64-code') : value;
      });
      return fromBits(bits.slice(0, bits.length - (bits.length % 8)), 8, (value) => String.fromCharCode(value));
    },
  };
}
