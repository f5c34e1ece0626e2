// SHA-256 in hexadecimal digits (FIPS 180-4), which names the evidence of facts. The browser's own cannot be had in a
// frame without an origin, nor at an address without encryption.

const isPrime = (n) => Array.from({ length: n - 2 }, (_, i) => i + 2).every((divisor) => n % divisor);
const PRIMES = Array.from({ length: 310 }, (_, i) => i + 2).filter(isPrime);
const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
const FIRST = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUNDS = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const turned = (word, by) => (word >>> by) | (word << (32 - by));

function sha256(text) {
  const words = padded(new TextEncoder().encode(text));
  let hash = FIRST;
  for (let at = 0; at < words.length; at += 16) hash = compressed(hash, words.slice(at, at + 16));
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

// A one, zeros, and the length in bits, up to full blocks of sixteen words.
function padded(bytes) {
  const words = new Array(Math.ceil((bytes.length + 9) / 64) * 16).fill(0);
  [...bytes, 0x80].forEach((byte, i) => (words[i >> 2] |= byte << (24 - 8 * (i & 3))));
  words[words.length - 1] = bytes.length * 8;
  return words;
}

function compressed(hash, block) {
  const words = [...block];
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < 64; i += 1) {
    if (i >= 16) {
      const [x, y] = [words[i - 15], words[i - 2]];
      const low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
      const high = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
      words[i] = (words[i - 16] + low + words[i - 7] + high) | 0;
    }
    const chosen = (e & f) ^ (~e & g);
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + chosen + ROUNDS[i] + words[i]) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + hash[i]) | 0);
}
