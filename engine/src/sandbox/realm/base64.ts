export interface Base64 {
  btoa(text: string): string;
  atob(encoded: string): string;
}

/** Runs inside an isolate, as text: what the JSONata library otherwise takes from a browser. */
export function createBase64(): Base64 {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const refuse = (code: string): never => {
    throw { sandbox: { kind: 'failed', code } };
  };
  return {
    btoa(text) {
      let encoded = '';
      for (let at = 0; at < text.length; at += 3) {
        const bytes = [0, 1, 2].map((step) => text.charCodeAt(at + step));
        if (bytes.some((byte) => byte > 255)) refuse('base64-text');
        const word = bytes.reduce((sum, byte) => sum * 256 + (byte || 0), 0);
        const letters = [18, 12, 6, 0].map((shift) => alphabet.charAt((word >> shift) & 63));
        const missing = Math.max(0, at + 3 - text.length);
        encoded += letters.slice(0, 4 - missing).join('') + '='.repeat(missing);
      }
      return encoded;
    },
    atob(encoded) {
      let decoded = '';
      let word = 0;
      let bits = 0;
      for (const letter of encoded.replace(/[\s=]+/g, '')) {
        const value = alphabet.indexOf(letter === '-' ? '+' : letter === '_' ? '/' : letter);
        if (value < 0) refuse('base64-code');
        word = ((word << 6) | value) & 0xfff;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        decoded += String.fromCharCode((word >> bits) & 255);
      }
      return decoded;
    },
  };
}
