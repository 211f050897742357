/* Reading a QR code from the camera or a picture: the phone's own detector, else zxing. */

import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

type Source = HTMLVideoElement | ImageBitmap;

interface Detector {
  detect(source: Source): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

export type Reader = (source: Source) => Promise<string>;

export interface Scanner {
  /** Whether the camera has a lamp; `light` switches it. */
  readonly hasLight: boolean;
  light(on: boolean): Promise<void>;
  stop(): void;
}

const GAP_MS = 120;
const WIDEST = 1280;

let reader: Promise<Reader> | undefined;

async function ownReader(): Promise<Reader | undefined> {
  const known = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (!known) return undefined;
  try {
    if (!(await known.getSupportedFormats()).includes("qr_code")) return undefined;
    const detector = new known({ formats: ["qr_code"] });
    return async (source) => (await detector.detect(source))[0]?.rawValue ?? "";
  } catch {
    return undefined;
  }
}

async function zxingReader(): Promise<Reader> {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (source) => {
    const wide = source instanceof HTMLVideoElement ? source.videoWidth : source.width;
    const high = source instanceof HTMLVideoElement ? source.videoHeight : source.height;
    if (!wide || !high || !context) return "";
    const scale = Math.min(1, WIDEST / Math.max(wide, high));
    canvas.width = Math.round(wide * scale);
    canvas.height = Math.round(high * scale);
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(picture, { formats: ["QRCode"], tryHarder: true });
    return found.find((code) => code.isValid)?.text ?? "";
  };
}

/** The reader of this phone, made once; ask for it early, so that the first scan does not wait. */
export function codeReader(): Promise<Reader> {
  reader ??= ownReader()
    .then((own) => own ?? zxingReader())
    .catch((failed: unknown) => {
      reader = undefined;
      throw failed;
    });
  return reader;
}

/** The text of the code on a photo, or "" when none is found. */
export async function readPicture(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file);
  try {
    return await (await codeReader())(picture);
  } finally {
    picture.close();
  }
}

/** Shows the back camera in `video` and calls `found` once with the first code seen. Throws when there is no camera. */
export async function openScanner(
  video: HTMLVideoElement,
  found: (text: string) => void,
): Promise<Scanner> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  const track = stream.getVideoTracks()[0];
  video.srcObject = stream;
  video.muted = true;
  video.playsInline = true;
  let isOpen = true;
  const stop = (): void => {
    isOpen = false;
    for (const each of stream.getTracks()) each.stop();
    video.srcObject = null;
  };
  const look = async (): Promise<void> => {
    if (!isOpen) return;
    const text = await codeReader()
      .then((read) => read(video))
      .catch(() => "");
    if (!isOpen) return;
    if (text) {
      stop();
      found(text);
    } else setTimeout(() => void look(), GAP_MS);
  };
  try {
    await video.play();
  } catch (failed) {
    // Whoever left before the picture came must not leave the camera on.
    stop();
    throw failed;
  }
  void look();
  const abilities = track?.getCapabilities?.() as { torch?: boolean } | undefined;
  return {
    hasLight: abilities?.torch === true,
    light: async (on) => {
      await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    },
    stop,
  };
}
