// How many texts a message is sent as: 160 then 153 letters of GSM 03.38, or 70 then 67 UTF-16 units.

const GSM = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const TWICE = new Set("~^{}[]\\|€\f");

export function segments(body) {
  const letters = [...body];
  const isPlain = letters.every((letter) => GSM.has(letter) || TWICE.has(letter));
  const units = isPlain ? letters.reduce((sum, letter) => sum + (TWICE.has(letter) ? 2 : 1), 0) : body.length;
  const [alone, joined] = isPlain ? [160, 153] : [70, 67];
  return units <= alone ? 1 : Math.ceil(units / joined);
}
